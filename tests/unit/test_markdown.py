"""What is searched of Markdown is what the page shows of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual.content import Content

from newsreader.folding import tokens
from newsreader.markdown import line_text, searched_text, shown_text
from newsreader.markdown_parser import TooMuchError
from newsreader.text import clean_text
from newsreader.ui.story.markdown import MarkdownText
from newsreader.ui.story.page import Line, Targets, added_places

_ALONE = [
    "word", "un", "Geneva", "c", "C#", "x9", "café", "don't", "é", "韓国", "ا", "e\u0301", "🎄", "’", "—", "\u00a0", " ",
    " ", "\n", "\n\n", "  \n", "\\\n", "*", "**", "***", "_", "__", "~~", "~", "`", "``", "\\", "\\*", "\\[", "\\&",
    "&amp;", "&eacute;", "&#233;", "&#xe9;", "&#x202E;", "&#0;", "&#43;", "&#1114112;", "&nope;", "&shy;", "&nbsp;", "&NewLine;", "&amp", "&", ";", "+",
    "#", "!", "(", ")", "[", "]", "<", ">", ":", "|", "-", ".", "1.", "[^1]", "[^note]", "[ref]", "[ref][]", "[x][ref]",
    "![a b](https://i.example/s.png)", "![](t.png)", "[](https://empty.example/p)", "<https://auto.example/a_b*c*d>",
    "https://bare.example/a_b_c?d=e&amp;f", "[t](https://h.example/path)", "[a [b](https://h.example) c](https://i.example)",
    "[bad](javascript:x)", "[s](</a b> \"title words\")", "](https://h.example/q)", "[l*i*nk](https://h.example/a*b)",
    "<b>bold</b>", "<!-- hidden? -->", "`co&amp;de`", "` sp `", "[br\\]ack](https://h.example)", "[n](https://h.example/(p))",
]  # fmt: skip
_LINE_STARTS = [
    "", "", "", "# ", "## ", "> ", "- ", "+ ", "* ", "1. ", "1) ", "7. ", "    ", "\t", "  ", "> - ", "- > ", "- 1. ",
    "[ref]: https://ref.example/zebra \"panther\"\n", "[ref]: <>\n", "[^1]: ", "[^1]: foot\n", "```lang info\n", "```\n",
    "~~~\n", "| head | head |\n|---|---|\n| ", "---\n", "===\n", "***\n", "<div>\n", "- [ ] ",
]  # fmt: skip

_TABLE = "| a | b |\n|---|---|\n| *1* | [t](https://h.example) |"

_pieces = st.one_of(st.sampled_from(_ALONE), st.sampled_from(_ALONE), st.text(max_size=3).map(clean_text))
_lines = st.builds(
    lambda start, pieces: start + "".join(pieces), st.sampled_from(_LINE_STARTS), st.lists(_pieces, max_size=8)
)
texts = st.lists(st.tuples(_lines, st.sampled_from(["\n", "\n\n"])), max_size=6).map(
    lambda lines: "".join(line + end for line, end in lines).strip()
)
points = st.lists(st.lists(_pieces, max_size=6).map(lambda pieces: " ".join("".join(pieces).split())), max_size=2)


def page_words(summary: str, key_points: list[str]) -> tuple[list[str], list[list[str]]]:
    """The words that the page shows of summary and key points, but for what it adds to the text."""
    markdown = MarkdownText(Targets(), Line)
    try:
        body = [own_text(line.content) for line in markdown.body(summary)]
        shown = [own_text(markdown.point(point)) for point in key_points]
    except TooMuchError:
        return tokens(summary), [tokens(point) for point in key_points]
    return tokens("\n".join(body)), [tokens(point) for point in shown]


def _but_heads(words: list[str]) -> list[str]:
    """The words without the names of columns, which the page repeats for each cell where a table is wide."""
    return [word for word in words if word != "head"]


def own_text(content: Content) -> str:
    at, kept = 0, ""
    for start, end in added_places(content):
        kept, at = kept + content.plain[at:start], end
    return kept + content.plain[at:]


@settings(max_examples=400)
@given(texts, points)
@example(
    "The [defence](https://example.org/zebra?utm_source=mail) pact with AT&amp;T. A word[^1] after. Un**believ**able.",
    [],
)
@example("[&shy;](https://h.example/q)", ["[&zwj;](https://h.example) a"])
@example("a[^1]b\n\n[^1]: foot", ["x [^1] y"])
@example("1. one\n1. two\n\n12. Juni", [])
@example("*a [b](https://h.example/x*y)* c**[d](https://h.example)**e", [])
@example("_[a](https://h.example)_[b](https://h.example)_ x", [])
@example("[ref] and [other][ref]\n\n[ref]: https://ref.example/zebra", ["in a point [ref]"])
@example("C**++** and c\\# and `c#` and c&#43;&#43; and c**#**", [])
@example("don&#8217;t *&eacute;*t&eacute; &Eacute;**t**", [])
@example("a\n\n" * 200 + "Un**believ**able", [])
@example("Un**believ**able", ["*a **b " * 3_000])
def test_the_words_that_are_searched_are_those_of_the_page(summary: str, key_points: list[str]) -> None:
    searched = searched_text(summary, key_points)
    shown, shown_points = page_words(summary, key_points)
    assert _but_heads(tokens(searched.summary)) == _but_heads(shown)
    assert [tokens(point) for point in searched.key_points] == shown_points


@pytest.mark.parametrize(
    ("source", "found", "not_found"),
    [
        ("The [defence](https://h.example/zebra) pact", ["the", "defence", "pact"], "zebra"),
        ("AT&amp;T caf&eacute; don&#39;t", ["at", "t", "cafe", "don", "t"], "amp"),
        ("Un**believ**able *strange*", ["unbelievable", "strange"], "believ"),
        ("x ![a ship](https://h.example/panther.png) y", ["x", "image", "a", "ship", "y"], "panther"),
        ("[a][r]\n\n[r]: https://h.example/panther", ["a"], "panther"),
        ("word[^1] after\n\n[^1]: foot", ["word", "after", "foot"], "1"),
        ("`a&amp;b` \\*c\\*", ["a", "amp", "b", "c"], "`"),
        ("see https://h.example/zebra", ["see", "https", "h", "example", "zebra"], ""),
        ("see <https://h.example/zebra>", ["see", "https", "h", "example", "zebra"], ""),
        ("```python\nx = 1\n```", ["x", "1"], "python"),
    ],
)
def test_only_what_is_shown_of_a_text_is_searched(source: str, found: list[str], not_found: str) -> None:
    searched = tokens(searched_text(source, []).summary)
    assert searched == found
    assert not_found not in searched


@given(texts)
def test_a_printed_text_has_the_words_that_are_searched(summary: str) -> None:
    printed = shown_text(summary, []).summary
    searched = searched_text(summary, []).summary
    assert set(tokens(searched)) <= set(tokens(printed)) | {""} or "[^" in summary


def test_a_text_is_printed_as_it_is_read() -> None:
    summary = "# Head\n\nA **bold** [link](https://h.example/p)[^1]\n\n- one\n  1. two\n\n> quoted\n\n| a | b |\n|---|---|\n| *1* | 2 |"
    assert shown_text(summary, ["*x* &amp; y"]) == (
        "Head\n\nA bold link[1]\n\n• one\n  1. two\n\n> quoted\n\na | b\n1 | 2",
        ("x & y",),
    )


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Court backs the [Guardian](https://example.org/x) in *part*", "Court backs the Guardian in part"),
        ("`x` \\& AT&amp;T __y__", "x & AT&T y"),
        ("5 * 3 _ 2 [sic] <b>", "5 * 3 _ 2 [sic] <b>"),
        ("[" * 9_000, "[" * 9_000),
    ],
)
def test_the_text_of_a_heading(heading: str, shown: str) -> None:
    assert line_text(heading) == shown


def test_what_the_parser_decodes_is_cleaned() -> None:
    assert searched_text("a&#x202E;b &#27;[31m", []).summary == "ab \ufffd[31m"
