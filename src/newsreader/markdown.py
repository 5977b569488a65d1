"""The text that Markdown shows: what of a story is printed, and what of it is searched.

The page of the reader, the printed text and the index have one parser. Most texts have few signs of Markdown, and the
parser takes as long as all else that the index does with a story. So only text whose words may differ from those that
are shown is parsed. Plain links and characters that are written as entities are replaced without the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category

from newsreader.text import clean_text

if TYPE_CHECKING:
    from newsreader.markdown_parser import MarkdownReader

_BETWEEN_WORDS: Final = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
_ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6});")
_EMPHASIS: Final = re.compile(r"[*_~]+")
_SIGNED: Final = re.compile(r"[*_~\\][+#]")
"""A sign beside one that may belong to the letter before, as in `C**++**`."""
_NUMBERED: Final = re.compile(r"\n[ \t>*+-]*[0-9]{1,9}[.)](?:\s|\Z)")
_NOT_PLAIN: Final = re.compile(r"[`\\<]|!\[|\[\^")
_PLAIN_LINK: Final = re.compile(r"\[([^\[\]]+)\]\(https?://[^\s()<>\\\x00-\x1f\x7f]+\)")
_SIGNS: Final = re.compile(r"[\\`*_\[\]<&~]")

_LAST_CODE: Final = 0x10FFFF


class BodyText(NamedTuple):
    """A summary and its key points as text."""

    summary: str
    key_points: tuple[str, ...]


def shown_text(summary: str, key_points: Sequence[str]) -> BodyText:
    """Return what the page shows of a story in Markdown, to be read; it is the source where that has too much in it."""
    from newsreader.markdown_parser import MarkdownReader, inline_text

    reader = MarkdownReader()
    return _body_text(reader, summary, key_points, lambda text: inline_text(reader.inline(text), with_signs=True))


def searched_text(summary: str, key_points: Sequence[str]) -> BodyText:
    """Return text with the words that the page shows of a story in Markdown; signs between words may differ."""
    if not any(map(_may_differ, (summary, *key_points))):
        return BodyText(summary, tuple(key_points))
    from newsreader.markdown_parser import MarkdownReader

    reader = MarkdownReader()
    return _body_text(reader, summary, key_points, partial(_searched_inline, reader))


def line_text(text: str) -> str:
    """Return what is shown of a line of Markdown that stands alone, as a heading."""
    if not _SIGNS.search(text):
        return text
    from newsreader.markdown_parser import MarkdownReader, TooMuchError, inline_text

    reader = MarkdownReader()
    try:
        reader.count(text)
    except TooMuchError:
        return text
    return inline_text(reader.inline(text), with_signs=True)


def _body_text(
    reader: MarkdownReader, summary: str, key_points: Sequence[str], inline: Callable[[str], str]
) -> BodyText:
    from newsreader.markdown_parser import TooMuchError, body_lines

    try:
        blocks = reader.blocks(summary)
        for point in key_points:
            reader.count(point)
    except TooMuchError:
        return BodyText(summary, tuple(key_points))
    lines = body_lines(blocks, inline)
    return BodyText("\n".join(lines).strip("\n"), tuple(inline(point).replace("\n", " ") for point in key_points))


def _may_differ(text: str) -> bool:
    """Return whether other words may be shown of `text` than are in it.

    Numbers of lists are, as items are counted again.
    """
    return (
        any(sign in text for sign in ("`", "~~~", "](", "]:", "[^"))
        or ("&" in text and bool(_ENTITY.search(text)))
        or bool(_NUMBERED.search("\n" + text))
        or "|" in text  # cells of a table
        or _has_emphasis_in_words(text)
    )


def _has_emphasis_in_words(text: str, others: str = "") -> bool:
    """Return whether signs of emphasis stand in a word.

    `_` alone is no emphasis there, unless `others` are parts of words.
    """
    if not ("*" in text or "~" in text or "_" in text or "\\" in text):
        return False
    for signs in _EMPHASIS.finditer(text):
        before, after = text[signs.start() - 1 : signs.start()], text[signs.end() : signs.end() + 1]
        if all(char and (char in others or not _BETWEEN_WORDS.match(char)) for char in (before, after)) and (
            others or signs.group().strip("_")
        ):
            return True
    return ("+" in text or "#" in text) and bool(_SIGNED.search(text))


def _searched_inline(reader: MarkdownReader, text: str) -> str:
    if not reader.definitions or "[" not in text:
        if not _may_differ(text):
            return text
        # A link whose words are entities may have none that is seen: its address is shown in their place.
        if not _NOT_PLAIN.search(text) and not ("](" in text and "&" in text):
            plain = _PLAIN_LINK.sub(r"\1", text)
            if "](" not in plain and not _has_emphasis_in_words(plain, others="&;"):
                return _ENTITY.sub(_decoded, plain)
    from newsreader.markdown_parser import inline_text

    return inline_text(reader.inline(text), with_signs=False)


def _decoded(entity: re.Match[str]) -> str:
    """Return the character that is written as an entity, as the parser decodes it."""
    name = entity.group()[1:-1]
    if not name.startswith("#"):
        from html.entities import html5  # most libraries never need so long a table

        return clean_text(html5.get(f"{name};", entity.group()))
    code = int(name[2:], 16) if name[1] in "Xx" else int(name[1:])
    if code > _LAST_CODE or (category(chr(code)) == "Cc" and chr(code) not in "\t\n\f\r"):
        return "\ufffd"
    return clean_text(chr(code))
