"""What the fuzzer begins with: the hostile files of the tests, the starter library, and words of each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from newsreader.formats import write
from newsreader.query import FIELDS
from newsreader.starter import STARTER_FILES
from newsreader.store.state_records import Bookmark
from newsreader.store.state_transfer import Keepsakes, export_json, export_markdown
from newsreader.story import Bias, Original, Outlet, Story, parse_rating_of, with_id
