"""Compute the version of an index: a hash of everything that shapes what is written into one.

An index of another version is made again from the files. So nobody has to remember a number: a change to a table, a
field of a story or the folding of text changes the version.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from typing import Final

from newsreader.bias import SCALE
from newsreader.index import schema
from newsreader.index.prepared import prepare_story
from newsreader.markdown import SEARCHED_SAMPLE
from newsreader.story import Bias, Original, Outlet, Story

_SAMPLE_TEXT: Final = (
    "“It's” İstanbul’s Straße—Łódź, Cafe\u0301 Ærø; C++20 & A+ №5, 1,000 км² ½ ﬁnal Ｆｕｌｌ ™\n"
    "сімʼя кремлёвский Σίσυφος תל־אביב שָׁלוֹם قِطَار المـــتحف مصطفى ک ٣۳३ हिन्दी ประเทศ 한국어 北京 ｶﾞｻﾞ がー 🎄👨‍👩‍👧🇩🇪 €5"
)
"""Text in which each rule of the folding applies; all characters are older than any Python in use."""

_SAMPLE: Final = Story(
    id="sample",
    title=_SAMPLE_TEXT,
    summary=_SAMPLE_TEXT,
    key_points=(_SAMPLE_TEXT,),
    outlet=Outlet(name=_SAMPLE_TEXT, aliases=("S",), website="https://example.org", bias=Bias(SCALE[0])),
    original=Original("https://www.example.org/a?b=1#c", "article"),
    topics=(_SAMPLE_TEXT,),
)
"""A story without a date, because what is made of a date depends on the time zone."""


@cache
def index_version() -> int:
    """Return the version of the indexes that this program writes: not 0, which SQLite gives to files without one."""
    return version_of(schema.TABLES + schema.INDEXES)


def version_of(statements: Sequence[str]) -> int:
    """Return the version of an index with these tables, and with rows as this program makes them.

    The sample story shows which fields a row has, how a story is written as JSON, what of its text is searched, and how
    that is folded. For a story in Markdown a checksum shows the latter.
    """
    made = "\n".join((*statements, repr(prepare_story(_SAMPLE, 1, is_markdown=False)), str(SEARCHED_SAMPLE)))
    return zlib.crc32(made.encode()) & 0x7FFF_FFFF or 1
