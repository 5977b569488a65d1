"""Summary and key points of a story as elements of a page: paragraphs, and for a story in Markdown all that is in it.

The elements are well-formed in HTML and in XHTML. Nothing of a text becomes more than it was: no HTML, no picture. A
link leads only to an address that may be opened, and to no other host than its words name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from newsreader.briefing.briefing import Told
from newsreader.briefing.escaping import literal
from newsreader.links import Link, LinkRefusedError, checked_link, leads_elsewhere
from newsreader.text import clean_line, clean_text

if TYPE_CHECKING:
    from markdown_it.token import Token

    from newsreader.markdown_parser import MarkdownReader

_DEEPEST_HEADING: Final = 6
_KEPT: Final = frozenset(
    {
        "paragraph",
        "bullet_list",
        "list_item",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "em",
        "strong",
        "s",
    }
)
"""What of Markdown becomes an element of the same meaning, as its token calls the tag."""


class Body(NamedTuple):
    """The elements of a summary, and what stands in each key point."""

    summary: list[str]
    points: list[str]


def body_of(told: Told, heading: int) -> Body:
    """Return the body of a story whose title is a heading of this level."""
    story = told.story
    if told.is_markdown:
        from newsreader.markdown_parser import MarkdownReader, TooMuchError  # few briefings need it

        reader = MarkdownReader()
        try:
            tokens = reader.blocks(clean_text(story.summary))
            for point in story.key_points:
                reader.count(point)
        except TooMuchError:
            return _plain(story.summary, story.key_points)
        points = ["".join(_inline(reader, clean_line(point))) for point in story.key_points]
        return Body(list(_blocks(reader, tokens, heading)), [point for point in points if point.strip()])
    return _plain(story.summary, story.key_points)


def anchor(words: str, link: Link) -> str:
    """Return a link with these `words`, which are elements already."""
    return f'<a href="{literal(link.url)}" rel="noopener noreferrer">{words}</a>'


def _plain(summary: str, key_points: Sequence[str]) -> Body:
    paragraphs = re.split(r"\n\s*\n", clean_text(summary))
    lines = ([literal(clean_line(line)) for line in each.split("\n") if line.strip()] for each in paragraphs)
    return Body(
        [f"<p>{'<br/>'.join(each)}</p>" for each in lines if each],
        [literal(line) for point in key_points if (line := clean_line(point))],
    )


def _blocks(reader: MarkdownReader, tokens: Sequence[Token], heading: int) -> Iterator[str]:
    from newsreader.markdown_parser import code_text

    for place, token in enumerate(tokens):
        match token.type:
            case "inline":
                yield "".join(_inline(reader, token.content))
            case "fence" | "code_block":
                yield f"<pre><code>{literal(code_text(token))}</code></pre>"
            case "hr":
                yield "<hr/>"
            case "ordered_list_open":
                yield f'<ol start="{int(token.attrs.get("start", 1))}">'
            case "ordered_list_close":
                yield "</ol>"
            case "heading_open" | "heading_close":
                level = min(_DEEPEST_HEADING, heading + int(token.tag[1:]))
                inside = tokens[place + 1 if token.nesting > 0 else place - 1].content
                # A heading without words is no heading.
                yield _tag(f"h{level}" if inside.strip() else "div", token)
            case _:
                yield "" if token.hidden else _element(token)


def _inline(reader: MarkdownReader, text: str) -> Iterator[str]:
    from newsreader.markdown_parser import leaf_text

    inside: list[str] | None = None
    address = shown = ""
    for token in reader.inline(text):
        piece = "<br/>" if token.type == "hardbreak" else _element(token)
        if token.type == "link_open":
            inside, address, shown = [], str(token.attrs.get("href", "")), ""
        elif token.type == "link_close" and inside is not None:
            yield _link("".join(inside), shown, address)
            inside = None
        else:
            words = "" if piece else leaf_text(token)
            piece = piece or (f"<code>{literal(words)}</code>" if token.type == "code_inline" else literal(words))
            shown += words
            if inside is None:
                yield piece
            else:
                inside.append(piece)


def _link(words: str, shown: str, address: str) -> str:
    """Return a link; its words with the address behind them, if it must not be opened or names another host."""
    if not shown.strip():
        words, shown = literal(address), address
    try:
        link = checked_link(address)
    except LinkRefusedError:
        return words if shown == address else f"{words} ({literal(clean_line(address))})"
    if leads_elsewhere(link, shown):
        return f"{words} ({literal(link.url)})"
    return anchor(words, link)


def _element(token: Token) -> str:
    """Return the tag of a token that opens or closes an element, "" for any other."""
    kind = token.type.rpartition("_")[0]
    return _tag(token.tag, token) if token.nesting and kind in _KEPT else ""


def _tag(name: str, token: Token) -> str:
    return f"<{name}>" if token.nesting > 0 else f"</{name}>"
