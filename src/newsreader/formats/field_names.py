"""The names of the fields of stories and outlets, and the spellings that stand for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from newsreader.text import clean_text

STORY_FIELDS: Final = dict.fromkeys(
    (
        "id",
        "title",
        "summary",
        "key_points",
        "outlet",
        "published",
        "original",
        "ai_generated",
        "generator",
        "topics",
        "language",
    )
)
OUTLET_FIELDS: Final = dict.fromkeys(("id", "name", "aliases", "description", "website", "country", "founded", "bias"))
BIAS_FIELDS: Final = dict.fromkeys(("rating", "source", "url", "as_of", "note"))
ORIGINAL_FIELDS: Final = dict.fromkeys(("url", "kind"))

FRONT_MATTER_NAMES: Final[Mapping[str, str]] = {"date": "published", "tags": "topics"}
"""What programs that make sites of Markdown files call two of the fields."""

_ALL: Final = {**STORY_FIELDS, **OUTLET_FIELDS, **BIAS_FIELDS, **ORIGINAL_FIELDS, **FRONT_MATTER_NAMES}
_GAPS = re.compile(r"[\s_-]+")
_COLON_WITHOUT_SPACE = re.compile(r"[\"']?([^\W\d_][\w -]{0,20}?)[\"']?[ \t]*(:(?=\S)|：)")


def field_name(written: str) -> str:
    """The name that `written` stands for: in any case, with spaces or hyphens for `_`."""
    return "_".join(_GAPS.split(clean_text(written).strip().casefold()))


def is_field(written: str) -> bool:
    """Whether `written` names a field of a story, or of a part of one."""
    return written in _ALL or field_name(written) in _ALL


def field_before_colon(text: str) -> tuple[str, str] | None:
    """The known field that `text` begins with and the colon behind it, which may be a full-width one."""
    found = _COLON_WITHOUT_SPACE.match(text)
    return (found[1], found[2]) if found and is_field(found[1]) else None
