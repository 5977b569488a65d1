"""Bodies of Markdown stories in an exported page: the same is shown, and nothing else comes of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsreader.briefing.markdown_body import markdown_body
from newsreader.links import checked_link
from newsreader.markdown import shown_text
from newsreader.text import clean_text

PIECES = [
    "word",
    "two words",
    "*em*",
    "**strong**",
    "***both***",
    "_em_",
    "__strong__",
    "~~gone~~",
    "`code`",
    "`` a`b ``",
    "` `` `",
    "`a|b`",
    "*",
    "**",
    "_",
    "`",
    "~",
    "\\",
    "\\*",
    "snake_case_name",
    "2*3*4",
    "[link](https://a.example/x)",
    "[evil.example](https://a.example)",
    "[x](javascript:alert(1))",
    "[](https://a.example)",
    "<https://a.example/y>",
    "https://a.example",
    "www.a.example",
    "http\\://a.example",
    "![alt](https://a.example/i.png)",
    "[ref]",
    "[^1]",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "&amp;",
    "&#42;",
    "&copy;",
    "a | b",
    "$x$",
    "Привет",
    "日本",
]
BLOCKS = [
    "# Head",
    "## *Head* `x` #",
    "Setext\n===",
    "- one\n- two",
    "* one\n* two",
    "- one\n\n  more\n\n- two",
    "- one\n  - deep\n    - deeper",
    "1. one\n2. two",
    "7) seven",
    "- ",
    "> quote",
    "> quote\n>\n> - in\n>   > deep",
    "```\n<!-- code -->\n```",
    "```python\n``` not the end\n````\n```",
    "~~~\n~~~",
    "    indented code\n\n    goes on",
    "---",
    "***",
    "| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n| *2* |",
    "[ref]: https://a.example/ref 'title'",
    "[^1]: a note",
    "<div>\nhtml\n</div>",
    "+ plus",
    "1986\\. A year",
    "- - -",
    "a\\\nb",
    "a  \nb",
]
line = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), min_size=1, max_size=5)
paragraph = st.lists(st.tuples(line, st.sampled_from(["", " "])).map(lambda pair: pair[1].join(pair[0])), max_size=3)
blocks = st.lists(st.one_of(st.sampled_from(BLOCKS), paragraph.map("\n".join)), max_size=5)
bodies = st.tuples(blocks, st.sampled_from(["\n", "\n\n"])).map(lambda pair: clean_text(pair[1].join(pair[0])))


def tokens(text: str) -> list[Token]:
    """What a program makes of it that knows HTML and the usual extensions."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [inner for token in parser.parse(text) for inner in (token, *(token.children or ()))]


def letters(text: str) -> str:
    """What is shown, without signs and spaces."""
    return re.sub(r"[\W_]+", "", text)


@settings(max_examples=300)
@given(summary=bodies, points=st.lists(line.map(" ".join).map(clean_text), max_size=2))
@example("**a*b**c*", [])
@example("1. a\n\n1) b\n\n- c\n\n* d", [])
@example("- a\n\n      code", [])
@example("*a*`*`", ["`|`"])
def test_nothing_of_a_body_becomes_more_than_it_was(summary: str, points: list[str]) -> None:
    body = markdown_body(summary, points)
    for part in (body.summary, *body.key_points):
        found = tokens(part)
        assert not {"html_block", "html_inline", "image"} & {token.type for token in found}
        for token in found:
            if token.type == "link_open":
                checked_link(str(token.attrs["href"]))
            if token.type == "heading_open":
                assert int(token.tag[1:]) > 2
        assert not re.search(r"^(?:---|<)", part, re.MULTILINE)
    assert all("\n" not in point for point in body.key_points)


@settings(max_examples=300)
@given(summary=bodies)
def test_the_text_of_a_body_is_all_there_in_its_order(summary: str) -> None:
    shown = letters(shown_text(summary, ()).summary)
    again = letters(shown_text(markdown_body(summary, ()).summary, ()).summary)
    rest = iter(again)
    assert all(letter in rest for letter in shown), "addresses of links may stand between"


@pytest.mark.parametrize(
    ("summary", "written"),
    [
        ("A **bold** and *slanted* word", "A **bold** and *slanted* word"),
        ("A __bold__ `x < y` ~~gone~~", "A __bold__ `x < y` ~~gone~~"),
        ("2 * 3 * 4 and a_b_c", "2 \\* 3 \\* 4 and a\\_b\\_c"),
        ("- one\n- two **x**\n  - deep", "- one\n- two **x**\n  - deep"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("> said\n> twice", "> said\n> twice"),
        ("Before\n\n```\nx = 1\n```", "Before\n\n ```\n x = 1\n ```"),
        ("# Head", "### Head"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("[here](https://a.example)", "[here](<https://a.example>)"),
        ("[bank.example](https://a.example)", "bank.example (https\\://a.example)"),
        ("[x](ftp://a.example/x)", "x (ftp\\://a.example/x)"),
        ("![A dog](https://a.example/dog.png)", "\\[image: A dog\\]"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("a\\\nb", "a\\\nb"),
        ("http\\://a.example", "http\\://a.example"),
    ],
)
def test_markup_stays_and_signs_are_escaped(summary: str, written: str) -> None:
    assert markdown_body(summary, ()).summary == written


def test_key_points_keep_their_markup() -> None:
    assert markdown_body("", ("a **b**", "1. c", "<d>")).key_points == ("a **b**", "1\\. c", "&lt;d&gt;")


def test_a_body_of_too_much_markup_is_written_as_it_is_shown() -> None:
    text = "*a* " * 5_000
    assert markdown_body(text, ("*b*",)).key_points == ("\\*b\\*",)
    assert markdown_body(text, ()).summary == "\\*a\\* " * 4_999 + "\\*a\\*"
