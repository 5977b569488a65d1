"""Write the body of a Markdown story as Markdown again: what was markup stays markup, and all else is escaped.

Nothing of the text becomes more than it was: no HTML, no picture that is loaded, no link whose words name another
host. What has been written is parsed again. Where that shows another text, the text is written without markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from markdown_it.token import Token
from msgspec import Struct

from newsreader.briefing.escaping import escaped, escaped_line_start, escaped_part, link
from newsreader.links import LinkRefusedError, checked_link, leads_elsewhere
from newsreader.markdown import BodyText, shown_text
from newsreader.markdown_parser import MarkdownReader, TooMuchError, body_lines, code_text, inline_text, leaf_text

_EMPHASIS: Final = frozenset({"em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close"})
LEVELS_ABOVE: Final = 2
"""Headings of the page that mostly stand above those of a story: its own, and that of the page."""

_DEEPEST_HEADING: Final = 6
_CODE_MARGIN: Final = " "
"""Stands before each line of code, which Markdown removes: so no line of a text begins where the page's own do."""


def markdown_body(summary: str, key_points: Sequence[str], levels_above: int = LEVELS_ABOVE) -> BodyText:
    """Return a summary and key points, which are Markdown, as Markdown that shows the same and nothing else.

    Its headings stand so many `levels_above` lower.
    """
    reader = MarkdownReader()
    try:
        tokens = reader.blocks(summary)
        for point in key_points:
            reader.count(point)
        text = "\n".join(_Blocks(reader, levels_above).lines(tokens)).strip("\n")
        points = tuple(_inline(reader, point).written.replace("\n", " ") for point in key_points)
        expected = body_lines(tokens, lambda text: _inline(reader, text).shown)
        if _words(expected) == _words(_shown_lines(text)):
            return BodyText(text, points)
    except TooMuchError:
        pass  # the reader shows it as it is written
    shown = shown_text(summary, key_points)
    paragraphs = re.split(r"\n\s*\n", shown.summary)
    return BodyText(
        "\n\n".join("\n".join(filter(None, map(escaped, paragraph.split("\n")))) for paragraph in paragraphs),
        tuple(map(escaped, shown.key_points)),
    )


def _shown_lines(text: str) -> Iterator[str]:
    reader = MarkdownReader()
    return body_lines(reader.blocks(text), lambda part: inline_text(reader.inline(part), with_signs=True))


def _words(lines: Iterator[str]) -> list[str]:
    return " ".join(lines).split()


# Within a paragraph


class _Inline(Struct, frozen=True):
    """A paragraph as Markdown, and what is shown of it."""

    written: str
    shown: str


def _inline(reader: MarkdownReader, text: str, code: Callable[[str], str] = lambda text: text) -> _Inline:
    """Return a paragraph; what it shows is written without markup, where the markup would show another text."""
    paragraph = _Paragraph(code)
    for token in reader.inline(text):
        paragraph.add(token)
    found = paragraph.finished()
    again = inline_text(MarkdownReader().inline(found.written), with_signs=True)
    if again.split() == found.shown.split():
        return found
    return _Inline("\n".join(filter(None, map(escaped, found.shown.split("\n")))), found.shown)


class _Paragraph:
    """Gathers the Markdown of a paragraph token by token; `code` changes the text in spans of code."""

    def __init__(self, code: Callable[[str], str]) -> None:
        self._code = code
        self._written: list[str] = []
        self._shown: list[str] = []
        self._run: list[str] = []
        self._link: tuple[str, int, int] | None = None

    def add(self, token: Token) -> None:
        """Go on with a token: text, a break, or the beginning or end of markup."""
        match token.type:
            case "softbreak" | "hardbreak":
                self._mark("\n" if token.type == "softbreak" else "\\\n", leaf_text(token))
            case "code_inline":
                self._mark(_code_span(self._code(leaf_text(token))), leaf_text(token))
            case "link_open":
                self._mark("", "")
                self._link = str(token.attrs.get("href", "")), len(self._written), len(self._shown)
            case "link_close" if self._link is not None:
                self._mark("", "")
                self._close_link(*self._link)
                self._link = None
            case kind if kind in _EMPHASIS:
                self._mark(token.markup, "")
            case _:
                self._run.append(leaf_text(token))

    def finished(self) -> _Inline:
        """Return the whole paragraph."""
        self._mark("", "")
        lines = "".join(self._written).split("\n")
        written = "\n".join(filter(None, (escaped_line_start(line.strip()) for line in lines)))
        return _Inline(written, "".join(self._shown))

    def _mark(self, written: str, shown: str) -> None:
        """Add what is no plain text, after the text before it: escaped as a whole, as signs may stand in two parts."""
        text = "".join(self._run)
        self._run.clear()
        self._written += [escaped_part(text), written]
        self._shown += [text, shown]

    def _close_link(self, url: str, written_from: int, shown_from: int) -> None:
        words, shown = "".join(self._written[written_from:]), "".join(self._shown[shown_from:])
        if not shown.strip():
            words, shown = escaped(url), url
        if _is_plain_link(url, shown):
            words = link(words, url)
        elif shown != url:
            words, shown = f"{words} ({escaped(url)})", f"{shown} ({url})"
        self._written[written_from:], self._shown[shown_from:] = [words], [shown]


def _is_plain_link(url: str, words: str) -> bool:
    try:
        return not leads_elsewhere(checked_link(url), words)
    except LinkRefusedError:
        return False


def _code_span(text: str) -> str:
    fence = _fence(text, 1)
    space = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{space}{text}{space}{fence}"


def _fence(text: str, shortest: int) -> str:
    """Return more backticks than stand in a row in `text`."""
    return "`" * max(shortest, 1 + max(map(len, re.findall("`+", text)), default=0))


# Blocks


class _Box(Struct):
    """A list item or a quote that is open: what stands left of its lines, and before the first of them."""

    margin: str
    lead: str = ""
    is_item: bool = False


class _Blocks:
    """Gives the lines of the blocks of a text."""

    def __init__(self, reader: MarkdownReader, levels_above: int) -> None:
        self._reader = reader
        self._levels_above = levels_above
        self._boxes: list[_Box] = []
        self._marks: list[tuple[int | None, str]] = []
        self._lines: list[str] = []
        self._heading = ""
        self._cells: list[str] | None = None
        self._columns = 0

    def lines(self, tokens: Sequence[Token]) -> list[str]:
        """Return the lines of all these tokens."""
        for token in tokens:
            self._block(token)
        return self._lines

    def _block(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if not self._boxes or not self._boxes[-1].is_item:
                    self._gap()
                is_ordered = token.type.startswith("ordered")
                self._marks.append((int(token.attrs.get("start", 1)) if is_ordered else None, token.markup))
            case "bullet_list_close" | "ordered_list_close":
                self._marks.pop()
            case "list_item_open":
                self._open_item()
            case "blockquote_open":
                self._gap()
                self._boxes.append(_Box("> "))
            case "list_item_close" | "blockquote_close":
                if self._boxes[-1].lead:
                    self._put("")
                self._boxes.pop()
            case "paragraph_open" if not token.hidden:
                self._gap()
            case "heading_open":
                self._gap()
                self._heading = "#" * min(_DEEPEST_HEADING, int(token.tag[1:]) + self._levels_above) + " "
            case "table_open":
                self._gap()
            case "tr_open":
                self._cells = []
            case "inline" if self._cells is not None:
                code = _inline(self._reader, token.content, lambda text: text.replace("|", "\\|"))
                self._cells.append(code.written.replace("\n", " "))
            case "tr_close" if self._cells is not None:
                self._put(f"| {' | '.join(self._cells)} |")
                self._columns = len(self._cells)
                self._cells = None
            case "thead_close":
                self._put("|" + " --- |" * self._columns)
            case "inline":
                self._paragraph(_inline(self._reader, token.content).written)
            case "fence" | "code_block":
                self._gap()
                code_lines = code_text(token)
                fence = _fence(code_lines, 3)
                for row in (fence, *code_lines.split("\n"), fence):
                    self._put(_CODE_MARGIN + row)
            case "hr":
                self._gap()
                self._put("* * *")

    def _paragraph(self, text: str) -> None:
        if self._heading:
            self._put(self._heading + text.replace("\\\n", " ").replace("\n", " "))
            self._heading = ""
            return
        for row in text.split("\n"):
            self._put(row)

    def _open_item(self) -> None:
        number, sign = self._marks[-1]
        lead = f"{sign} " if number is None else f"{number}{sign} "
        if number is not None:
            self._marks[-1] = (number + 1, sign)
        self._boxes.append(_Box(" " * len(lead), lead, is_item=True))

    def _gap(self) -> None:
        """An empty line before a block, unless it is the first of the text, of a list item or of a quote."""
        is_first = any(box.lead for box in self._boxes) or not self._lines or not self._lines[-1].strip("> ")
        if not is_first:
            self._lines.append("".join(box.margin for box in self._boxes).rstrip())

    def _put(self, row: str) -> None:
        self._lines.append(("".join(box.lead or box.margin for box in self._boxes) + row).rstrip())
        for box in self._boxes:
            box.lead = ""
