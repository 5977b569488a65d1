"""Markdown as lines of a page. Only imported when a Markdown story is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content, Span
from textual.style import Style

from newsreader.markdown_parser import MarkdownReader, code_text, is_footnote_sign, leaf_text
from newsreader.text import clean_line
from newsreader.ui.safe import line
from newsreader.ui.story.page import ADDED_STYLE, NOTHING, Line, Targets
from newsreader.ui.story.table import Table
from newsreader.ui.story.text_links import address_content, link_content, with_addresses
from newsreader.ui.terminal.graphemes import drawable

_MOST_MARGINS: Final = 6
"""Lists and quotes in each other whose indentation is shown; of those deeper in only the text is."""
_QUOTE_BAR: Final = Content.styled("│ ", "$quiet")
_CODE_BAR: Final = Content("  ")
_HEADINGS: Final = {"h1": "bold $primary", "h2": "bold $primary"}
_INLINE_STYLES: Final = {"strong": "bold", "em": "italic", "s": "strike"}
_RULE: Final = "* * *"


class _Box(Struct):
    """A list item or a quote that is open: what stands left of its lines, and before the first of them."""

    margin: Content
    lead: Content = NOTHING
    is_item: bool = False


class MarkdownText:
    """A body in Markdown, and the lines that belong to it; `finish` is told each content, cleaned, for a last touch."""

    def __init__(self, targets: Targets, finish: Callable[[Content], Line]) -> None:
        self._targets = targets
        self._finish = finish
        self._reader = MarkdownReader()
        self._boxes: list[_Box] = []
        self._lines: list[Line] = []
        self._counts: list[int | None] = []
        self._table: Table | None = None
        self._used: set[str] = set()

    def body(self, text: str) -> list[Line]:
        """The lines of a body. Raises TooMuchError where there are too many blocks, or too much of anything."""
        tokens = self._reader.blocks(text)
        for before, token in pairwise([Token("", "", 0), *tokens]):
            self._block(before, token)
        self._unused_definitions()
        return self._lines

    def point(self, text: str) -> Content:
        """A key point, which is a single paragraph."""
        self._reader.count(text)
        return Content(" ").join(self._inline(text))

    def _block(self, before: Token, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if not self._boxes or not self._boxes[-1].is_item:
                    self._gap()
                self._counts.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
            case "bullet_list_close" | "ordered_list_close":
                self._counts.pop()
            case "list_item_open":
                self._open_item()
            case "blockquote_open":
                self._gap()
                self._boxes.append(_Box(_QUOTE_BAR))
            case "list_item_close" | "blockquote_close":
                self._close_box()
            case "paragraph_open" | "heading_open":
                if not token.hidden:
                    self._gap()
            case "table_open":
                self._gap()
                self._table = Table()
            case "tr_open" if self._table:
                self._table.begin_row()
            case "inline" if self._table:
                self._table.add(Content(" ").join(self._inline(token.content)), before.attrs.get("style"))
            case "table_close" if self._table:
                self._put_table(self._table)
                self._table = None
            case "inline":
                style = _HEADINGS.get(before.tag, "bold") if before.type == "heading_open" else ""
                for content in self._inline(token.content):
                    self._put(content.stylize(style) if style else content)
            case "fence" | "code_block":
                self._gap()
                self._boxes.append(_Box(_CODE_BAR))
                for row in drawable(code_text(token)).split("\n"):
                    self._put(with_addresses(Content.styled(row, "on $panel"), self._targets))
                self._boxes.pop()
            case "hr":
                self._gap()
                self._put(Content.styled(_RULE, "$quiet"))

    def _put_table(self, table: Table) -> None:
        """A table in columns where it is narrow; else each of its rows as an item of a list."""
        if table.is_narrow:
            for row in table.aligned():
                self._put(row)
            return
        for row in table.as_rows():
            self._boxes.append(_Box(Content("  "), Content.styled("• ", "$accent"), is_item=True))
            self._put(row)
            self._boxes.pop()

    def _unused_definitions(self) -> None:
        """The addresses that the text defines for links and never uses, as it would lose them."""
        left = {url: label for label, url in reversed(self._reader.definitions) if url not in self._used}
        if left:
            self._gap()
        for url, label in reversed(left.items()):
            name = Content.styled(f"{clean_line(label).lower()}: ", "$quiet")
            self._put(Content.assemble(name, address_content(url, self._targets)).stylize(ADDED_STYLE))

    def _open_item(self) -> None:
        number = self._counts[-1]
        lead = "• " if number is None else f"{number}. "
        if number is not None:
            self._counts[-1] = number + 1
        self._boxes.append(_Box(Content(" " * len(lead)), Content.styled(lead, "$accent"), is_item=True))

    def _close_box(self) -> None:
        if self._boxes[-1].lead:
            self._put(NOTHING)
        self._boxes.pop()

    def _gap(self) -> None:
        """An empty line before a block, unless it is the first, or the first of a list item."""
        if self._lines and not any(box.lead for box in self._boxes) and self._lines[-1].content:
            self._lines.append(Line(margin=self._margin(self._boxes)))

    def _put(self, content: Content) -> None:
        """Add a line; the first of a list item has its bullet before it."""
        line = self._finish(content)
        leads = [number for number, box in enumerate(self._boxes[:_MOST_MARGINS]) if box.lead]
        if leads:
            for box in self._boxes[leads[0] : _MOST_MARGINS][::-1]:
                line = line.led_by(box.lead or box.margin)
            self._lines.append(replace(line, margin=self._margin(self._boxes[: leads[0]])))
        else:
            self._lines.append(replace(line, margin=self._margin(self._boxes)))
        for box in self._boxes:
            box.lead = NOTHING

    def _margin(self, boxes: Sequence[_Box]) -> Content:
        return Content.assemble(*(box.margin for box in boxes[:_MOST_MARGINS]))

    # Within a paragraph

    def _inline(self, text: str) -> Iterator[Content]:
        """The lines of a paragraph, which are several only where it says so."""
        yield from self._spans(self._reader.inline(text)).split("\n", allow_blank=True)

    def _spans(self, tokens: Sequence[Token]) -> Content:
        parts: list[Content] = []
        run = _Run()
        url: str | None = None
        for token in tokens:
            if token.type == "link_open":
                parts.append(with_addresses(run.taken(), self._targets))
                url = str(token.attrs.get("href", ""))
                self._used.add(url)
            elif token.type == "link_close" and url is not None:
                parts.append(link_content(run.taken() or line(url), url, self._targets))
                url = None
            else:
                run.add(token)
        return Content("").join([*parts, with_addresses(run.taken(), self._targets)])


class _Run:
    """Text of one paragraph, up to a link or to the end of one."""

    def __init__(self) -> None:
        self._depths = dict.fromkeys(_INLINE_STYLES.values(), 0)
        self._texts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0

    def add(self, token: Token) -> None:
        """Go on with a token: text, or the beginning or end of emphasis."""
        style = _INLINE_STYLES.get(token.type.removesuffix("_open").removesuffix("_close"))
        if style is not None:
            self._depths[style] += token.nesting
            return
        text = drawable(leaf_text(token))
        start, self._length = self._length, self._length + len(text)
        self._texts.append(text)
        styles = [style for style, depth in self._depths.items() if depth]
        self._spans += [Span(start, self._length, style) for style in (*styles, *_leaf_styles(token))]

    def taken(self) -> Content:
        """What was gathered; what follows begins again, with the same emphasis."""
        content = Content("".join(self._texts), self._spans)
        self._texts, self._spans, self._length = [], [], 0
        return content


def _leaf_styles(token: Token) -> tuple[str | Style, ...]:
    """How a token without others in it is drawn."""
    if is_footnote_sign(token):
        return "$quiet", ADDED_STYLE
    if token.type == "image":
        return ("$quiet",)
    return ("on $panel",) if token.type == "code_inline" else ()
