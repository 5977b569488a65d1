"""Stories in which everything that shapes the rows of an index has something to do, and what they become."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from newsreader.bias import SCALE
from newsreader.index.prepared import PreparedStory, prepare_story
from newsreader.index.schema import NO_INSTANT
from newsreader.story import Bias, Origin, Original, Outlet, Story

_MARKED_TEXT: Final = (
    "“It's” İstanbul’s Straße—Łódź, Cafe\u0301 Ærø; C++20 & A+ C# №5, 1,000 км² ½ ﬁnal Ｆｕｌｌ ™ trams² 1,000,000\n"
    "сімʼя кремлёвский Σίσυφος תל־אביב שָׁלוֹם قِطَار المـــتحف مصطفى ک می\u200cروم ٣۳३ हिन्दी ประเทศ 한국어 北京 ｶﾞｻﾞ がー "
    "🎄👨‍👩‍👧🇩🇪🇫 👍🏽 1\ufe0f\u20e3 €5"
)
"""Text in which characters fold together with those beside them."""

_MARKDOWN: Final = "\n\n".join(
    (
        "1. one\n1. two",
        "| a | b |\n|---|---|\n| *1* | [t](https://h.example) |",
        "A [l*i*nk](https://h.example/a*b) un**believ**able C**++** caf&eacute; &#43; &#x202E; [x][ref] [^1] `co&amp;de`",
        "![a b](https://i.example/s.png) <https://auto.example/a_b> <b>bold</b> \\* a\\_b ~~gone~~ [bad](javascript:x)",
        "> # head\n> - quoted\n\n- [ ] item\n  1. inner\n\nsetext\n===\n\n    indented",
        "[ref]: https://ref.example\n\n[^1]: foot",
        "~~~x\ncode *as is*\n~~~",
    )
)
_NEWER: Final = (
    range(0x0237, 0x0238),
    range(0x07C0, 0x07FB),
    range(0x0CBC, 0x0CBD),
    range(0x1950, 0x196E),
    range(0x1A20, 0x1A5F),
    range(0x1B05, 0x1B4C),
    range(0xA720, 0xA78D),
    range(0xA980, 0xA9CE),
    range(0xAA60, 0xAA7C),
    range(0x1F1E6, 0x1F200),
    range(0x1F300, 0x1F650),
    range(0xE0100, 0xE01F0),
)
"""Characters that Unicode got later than the first ones, and that each Python in use has."""

_ALIKE: Final = (range(0x3400, 0x4DB6), range(0x4E00, 0x9FA6), range(0xAC00, 0xD7A4), range(0x20000, 0x2A6D7))
"""Han and Hangul, of which a few stand for all."""

_STEP: Final = 97


def checksum_of_rows() -> int:
    """The checksum of the rows that the samples become; it is the same in each Python."""
    rows = [
        prepare_story(story, line, is_markdown=is_markdown)
        for line, story in enumerate(_stories(), 1)
        for is_markdown in {False, story.id == "markdown"}
    ]
    return zlib.crc32("\n".join(map(_text_of, rows)).encode("utf-8", "backslashreplace"))


def _text_of(row: PreparedStory) -> str:
    """The fields of a row, but for the moment of a date without a zone, which depends on that of the machine."""
    row = row._replace(body=zlib.decompress(row.body))  # another zlib packs otherwise
    has_zone = row.instant != NO_INSTANT
    return repr(row if has_zone else row._replace(moment=None))


def sample_characters() -> Iterator[str]:
    """Characters of which no version of Unicode in use says other things than another."""
    first = unicodedata.ucd_3_2_0
    for code in (*range(0x80, 0x30000), *range(0xE0000, 0xE0200)):
        if any(code in block and code % _STEP for block in _ALIKE):
            continue
        if first.category(chr(code)) not in ("Cn", "Co", "Cs") or any(code in block for block in _NEWER):
            yield chr(code)


def _stories() -> Iterator[Story]:
    """Stories with all fields, with few, and with all characters, each alone and between letters."""
    yield Story(
        id="sample",
        title=_MARKED_TEXT,
        summary=_MARKED_TEXT,
        key_points=(_MARKED_TEXT, "second"),
        outlet=Outlet(name=_MARKED_TEXT, aliases=("S",), website="https://example.org", bias=Bias(SCALE[0])),
        published=datetime(2024, 6, 20, 23, 30, 15, tzinfo=UTC),
        original=Original("https://www.Example.org/a/?b=1&utm_source=x#c", "article"),
        ai_generated=True,
        generator="made up",
        topics=(_MARKED_TEXT, "Topic"),
        language="pt-BR",
        event="Élection-2024 n° 1",
        id_declared=True,
        origin=Origin("https://example.org/feed", "2024-06-20T10:00", "extract", "sha256:00", others=(("mood", "x"),)),
    )
    told = Origin(made="model", unsupported="45; Rzehak")
    yield Story(id="told", title="Rzehak", summary="Rzehak paid 45. It rained.", language="en", origin=told)
    yield Story(id="few", title="The 10th of 9")
    yield Story(id="day", title="Day", published=date(2024, 6, 20))
    yield Story(id="time", title="Time", published=datetime(2024, 6, 20, 9, 5), topics=("One",))
    yield Story(id="markdown", title="Markdown", summary=_MARKDOWN, key_points=tuple(_MARKDOWN.splitlines()))
    characters = list(sample_characters())
    yield Story(id="characters", title="", summary=" ".join(characters), key_points=("a".join(characters),))
    yield from (Story(id=char, title=f"{char}a{char}") for char in characters[:: _STEP // 8])
