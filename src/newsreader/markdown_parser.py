"""The parser of Markdown, and the text of what it has parsed. Only imported where signs of Markdown are met."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference, table
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec import Struct

from newsreader.text import clean_line, clean_text

MOST_BLOCKS: Final = 150
MOST_CHARACTERS: Final = 100_000
MOST_CELLS: Final = 1_500
"""Cells of all tables, each of which is a small paragraph."""
_DEEPEST: Final = 20
"""Lists and quotes in each other, as the parser counts; it leaves out what is deeper."""
_MOST_LINES: Final = 3_000
_MOST_MARKS: Final = 6_000
"""Characters that may mean something; the parser's time can grow faster than their number."""
_MARKS: Final = "*_[]`<!~&"
_NO_BLOCKS: Final = frozenset({"inline", "thead_open", "tbody_open", "tr_open", "th_open", "td_open"})
_CELLS: Final = ("th_open", "td_open")
_FOOTNOTE: Final = re.compile(r"\[\^([^\s\[\]\\`]{1,40})\]")
_FOOTNOTE_SIGN: Final = "footnote_sign"
_BETWEEN_CELLS: Final = " | "
_RULE: Final = "* * *"


class TooMuchError(Exception):
    """Signal that there is more in the text than is shown as Markdown."""


class _Parser(MarkdownIt):
    """Read Markdown without HTML; addresses stay as they are written, and signs of footnotes are signs."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "maxNesting": _DEEPEST})
        self.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
        self.inline.ruler.before("link", _FOOTNOTE_SIGN, _footnote_sign)
        self.block.ruler.at("reference", _reference)
        self.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})

    def normalizeLink(self, url: str) -> str:
        """Return the address itself."""
        return url

    def normalizeLinkText(self, link: str) -> str:
        """Return the address itself."""
        return link


def _footnote_sign(state: StateInline, silent: bool) -> bool:
    """Return `[^1]`, which no word of the text is part of."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push(_FOOTNOTE_SIGN, "", 0).content = match[1]
    state.pos = match.end()
    return True


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Return the address of a link, defined below it; a footnote is text instead, which would be lost."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a table. What a row has beyond the columns goes into its last cell, as it would be lost."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    columns = sum(token.type == "th_open" for token in state.tokens[first:])
    row: Token | None = None
    count = 0
    for token in state.tokens[first:]:
        if token.type == "tr_open":
            row, count = token, 0
        elif token.type == "inline" and row and row.map:
            count += 1
            if count == columns:
                surplus = filter(None, _cells(state, row.map[0])[columns:])
                token.content = _BETWEEN_CELLS.join([token.content, *surplus])
    return True


def _cells(state: StateBlock, line: int) -> list[str]:
    """Return the cells of a row of a table, as the rule for tables takes them apart."""
    cells = escapedSplit(getLine(state, line).strip())
    del cells[: cells[:1] == [""]]
    del cells[len(cells) - (cells[-1:] == [""]) :]
    return [cell.strip() for cell in cells]


@cache
def _parser() -> _Parser:
    return _Parser()


class MarkdownReader:
    """Parse one story: first the blocks of its summary, then the text of each, and its key points."""

    def __init__(self) -> None:
        self._env: dict[str, Any] = {}
        self._marks = 0

    @property
    def definitions(self) -> list[tuple[str, str]]:
        """Return the addresses of links that the blocks define: the label and the address of each."""
        return [(label, reference["href"]) for label, reference in self._env.get("references", {}).items()]

    def blocks(self, text: str) -> list[Token]:
        """Return the blocks of `text`. Raises TooMuchError where there is too much of anything."""
        if len(text) > MOST_CHARACTERS or text.count("\n") > _MOST_LINES:
            raise TooMuchError
        tokens: list[Token] = []
        parser = _parser()
        parser.block.parse(text, parser, self._env, tokens)
        blocks = sum(token.nesting >= 0 and token.type not in _NO_BLOCKS for token in tokens)
        if blocks > MOST_BLOCKS or any(token.level >= _DEEPEST - 1 for token in tokens):
            raise TooMuchError
        if sum(token.type in _CELLS for token in tokens) > MOST_CELLS:
            raise TooMuchError
        for token in tokens:
            if token.type == "inline":
                self.count(token.content)
        return tokens

    def count(self, text: str) -> None:
        """Count the signs in a key point, which is parsed next. Raises TooMuchError where the story has too many."""
        self._marks += sum(text.count(mark) for mark in _MARKS)
        if self._marks > _MOST_MARKS:
            raise TooMuchError

    def inline(self, text: str) -> list[Token]:
        """Return what is in one paragraph, heading or key point."""
        tokens: list[Token] = []
        parser = _parser()
        parser.inline.parse(text, parser, self._env, tokens)
        return tokens


def leaf_text(token: Token) -> str:
    """Return what is shown of a token that has no others in it."""
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    text = clean_text(token.content).replace("\n", " ").replace("\t", " ")
    if token.type == "image":
        return f"[image: {text}]" if text.strip() else "[image]"
    return f"[{text}]" if is_footnote_sign(token) else text


def is_footnote_sign(token: Token) -> bool:
    """Return whether `token` points to a footnote."""
    return token.type == _FOOTNOTE_SIGN


def code_text(token: Token) -> str:
    """Return what is shown of a block of code."""
    return clean_text(token.content).expandtabs(4).rstrip("\n")


def inline_text(tokens: Sequence[Token], *, with_signs: bool) -> str:
    """Return what is shown of the tokens of a paragraph; signs of footnotes can be left out."""
    parts: list[str] = []
    link: Token | None = None
    is_empty = True
    for token in tokens:
        if token.type == "link_open":
            link, is_empty = token, True
        elif token.type == "link_close" and link and is_empty:
            parts.append(clean_line(str(link.attrs.get("href", ""))))
        elif text := leaf_text(token):
            is_empty = False
            parts += [text] * (with_signs or not is_footnote_sign(token))
    return "".join(parts)


class _Box(Struct):
    """A list item or a quote that is open: what stands left of its lines, and before the first of them."""

    margin: str
    lead: str = ""


def body_lines(tokens: Sequence[Token], inline: Callable[[str], str]) -> Iterator[str]:
    """Give the lines of the blocks of a text as it is read from top to bottom.

    `inline` gives the text of a paragraph.
    """
    boxes: list[_Box] = []
    counts: list[int | None] = []
    cells: list[str] | None = None
    for token in tokens:
        rows: list[str] = []
        is_first = not any(box.lead for box in boxes)
        match token.type:
            case "tr_open":
                cells = []
            case "inline" if cells is not None:
                cells.append(inline(token.content).replace("\n", " "))
            case "tr_close" if cells is not None:
                yield from _led(boxes, [_BETWEEN_CELLS.join(cells).rstrip()])
                cells = None
            case "inline":
                rows = inline(token.content).split("\n")
            case "fence" | "code_block":
                rows = [f"    {row}" for row in code_text(token).split("\n")]
            case "hr":
                rows = [_RULE]
            case "bullet_list_open" | "ordered_list_open":
                counts.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
            case "bullet_list_close" | "ordered_list_close":
                counts.pop()
            case "list_item_open":
                lead, counts[-1] = _lead(counts[-1])
                boxes.append(_Box(" " * len(lead), lead))
            case "blockquote_open":
                boxes.append(_Box("> "))
            case "list_item_close" | "blockquote_close":
                if boxes[-1].lead:
                    yield from _led(boxes, [""])
                boxes.pop()
        opens_list = token.type.endswith("_list_open") and len(counts) == 1
        if is_first and (rows or opens_list or token.type == "table_open"):
            yield ""
        yield from _led(boxes, rows)


def _led(boxes: Sequence[_Box], rows: Sequence[str]) -> Iterator[str]:
    """Give the rows with what stands left of them; the first of a list item has its bullet there."""
    for row in rows:
        yield "".join(box.lead or box.margin for box in boxes) + row
        for box in boxes:
            box.lead = ""


def _lead(number: int | None) -> tuple[str, int | None]:
    """Return what stands before a list item with this number, and the number of the next."""
    return ("• ", None) if number is None else (f"{number}. ", number + 1)
