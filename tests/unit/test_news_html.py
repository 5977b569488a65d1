"""HTML turned into Markdown or plain text: links completed, what is no text left out, and no input that fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.news.html import MOST_TAGS, bounded, to_markdown, to_text

BASE = "https://harbour.example/a/b.html"


@pytest.mark.parametrize(
    ("html", "markdown", "text"),
    [
        ("<p>One <b>two</b></p><p>three</p>", "One **two**\n\nthree", "One two\n\nthree"),
        ("<ul><li>one<li>two</ul>", "- one\n- two", "- one\n- two"),
        ('<a href="../c?x=1&amp;y=2">see</a>', "[see](https://harbour.example/c?x=1&y=2)", "see"),
        ('<a href="//other.example/x">see</a>', "[see](https://other.example/x)", "see"),
        ('<a href="java&#115;cript:alert(1)">see</a>', "see", "see"),
        ('<a href=" DATA:text/html,x">see</a>', "see", "see"),
        ("<script>x()</script><style>a{}</style>text", "text", "text"),
        ('text<img src="https://track.example/p.gif" width=1 height=1>', "text", "text"),
        ("<iframe src=x></iframe><form>a<input></form>text", "text", "text"),
        ("I &lt;3 you", "I <3 you", "I <3 you"),
        ("<p>I &amp;lt;3 you</p>", "I <3 you", "I <3 you"),
        ("AT&amp;amp;T", "AT&T", "AT&T"),
        ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;", "One\n\ntwo", "One\n\ntwo"),
        ("a < b & c > d", "a < b & c > d", "a < b & c > d"),
        ("plain text", "plain text", "plain text"),
        ("", "", ""),
        ("<p>\ud800 x\0y</p>", "\ufffd xy", "\ufffd xy"),
    ],
)
def test_what_becomes_of_html(html: str, markdown: str, text: str) -> None:
    assert to_markdown(html, BASE) == markdown
    assert to_text(html) == text


def test_without_a_base_links_stay_as_they_are() -> None:
    assert to_markdown('<a href="/x">see</a>', "") == "[see](/x)"


PIECES = [
    "<",
    ">",
    "&",
    "<p>",
    "</p>",
    "<b",
    "<a href=",
    "'",
    '"',
    "<!--",
    "-->",
    "&amp;",
    "&#0;",
    "x",
    " ",
    "\0",
    "]]>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_html_makes_it_fail(html: str) -> None:
    assert "\0" not in to_text(html)
    to_markdown(html, BASE)


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    to_text(text)
    to_markdown(text, text)


@pytest.mark.parametrize(
    "piece", ["<p>word", "<div>", "<a ", "<!--", "<b>x</b>", "<blockquote>", "&amp;", "<table><tr><td>"]
)
def test_very_much_of_anything_is_bounded(piece: str) -> None:
    assert bounded(piece * 500_000).count("<") <= MOST_TAGS
    to_markdown(f"<p>The beginning.</p>{piece * 200_000}", BASE)


def test_text_that_lies_too_deep_is_not_lost() -> None:
    assert to_text("<div>" * 5_000 + "deep &amp; far") == "deep & far"
