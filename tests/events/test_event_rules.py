"""An index whose events were found by other rules is made again."""

from __future__ import annotations

import json
import zlib

from tests.events.measure import compared_text, found_events
from tests.events.texts import labelled_stories

from newsreader.events.vectors import vector_of
from newsreader.index.version import SAMPLE_EVENTS


def test_the_version_of_an_index_follows_the_rules_by_which_events_are_found() -> None:
    stories = labelled_stories()
    vectors = [vector_of(compared_text(story)) for story in stories]
    compared = [(*vector[:2], list(vector.weights), vector.title_keys) if vector else None for vector in vectors]
    found = zlib.crc32(json.dumps([compared, found_events(stories)]).encode())
    assert found == SAMPLE_EVENTS, f"set SAMPLE_EVENTS in index/version.py to {found}"
