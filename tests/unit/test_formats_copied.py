"""Pages as chatbots write them and as people copy them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.errors import Severity
from newsreader.formats import parse, write
from newsreader.formats.reports import Parsed
from newsreader.story import Original, Outlet, Story, with_id

_CHATBOT = """\
**Ferry service returns after nine years**

**Summary:** The ferry sails again from Monday.
The council pays half of the cost.

**Key points:**
1. Six sailings a day
2. Bicycles travel free

**Source:** [BBC News](https://www.bbc.com/news/example)
"""

_COPIED = """\
Ferry service returns after nine years

By Jane Doe
Published 18 November 2026

The ferry sails again from Monday.

https://www.bbc.com/news/example
"""


def _read(text: str) -> tuple[Story, Parsed]:
    parsed = parse(text.encode(), "x.txt")
    (placed,) = parsed.stories
    return placed.story, parsed


def _page(line: str, *, below: str = "") -> tuple[Story, Parsed]:
    return _read(f"Title\n\nThe ferry sails again.\n\n{line}\n{below}")


def test_the_answer_of_a_chatbot() -> None:
    story, parsed = _read(_CHATBOT)
    assert story == with_id(
        Story(
            "",
            "Ferry service returns after nine years",
            "The ferry sails again from Monday. The council pays half of the cost.",
            ("Six sailings a day", "Bicycles travel free"),
            Outlet(name="BBC News"),
            original=Original("https://www.bbc.com/news/example"),
        )
    )
    assert [(problem.severity, problem.line) for problem in parsed.problems] == [
        (Severity.NOTE, 1),
        (Severity.NOTE, 3),
        (Severity.NOTE, 10),
    ]


def test_a_copied_page() -> None:
    story, parsed = _read(_COPIED)
    assert story == with_id(
        Story(
            "",
            "Ferry service returns after nine years",
            "By Jane Doe\n\nThe ferry sails again from Monday.",
            published=date(2026, 11, 18),
            original=Original("https://www.bbc.com/news/example"),
        )
    )
    assert {problem.severity for problem in parsed.problems} == {Severity.NOTE}


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("**Ferry returns**", "Ferry returns"),
        ("__Ferry returns__", "Ferry returns"),
        ("# Ferry returns", "Ferry returns"),
        ("## Ferry returns ##", "Ferry returns"),
        ("**Title:** Ferry returns", "Ferry returns"),
        ("**Title: Ferry returns**", "Ferry returns"),
        ("**Ferry** returns **again**", "**Ferry** returns **again**"),
        ("Ferry **returns**", "Ferry **returns**"),
        ("** **", "** **"),
        ("#ferry returns", "#ferry returns"),
        ("# 1 of 2", "# 1 of 2"),
        ("\\**Ferry**", "**Ferry**"),
        ("\\\\**Ferry**", "\\**Ferry**"),
        ("\\Ferry", "\\Ferry"),
    ],
)
def test_signs_around_a_title(first: str, title: str) -> None:
    story, parsed = _read(f"{first}\n\nText.\n")
    assert story.title == title
    assert len(parsed.problems) == (len(title) < len(first) - 1)
    assert _read(write(story, ".txt"))[0] == story


@pytest.mark.parametrize(
    "label", ["Summary:", "summary：", "**Summary:**", "**Summary**:", "__Summary__", "## Summary", "### Summary:"]
)
@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_the_word_summary_before_the_text_is_left_out(label: str, gap: str) -> None:
    if label.endswith(("__", "Summary")) and gap == " ":
        gap = "\n"
    story, parsed = _read(f"Title\n\n{label}{gap}The ferry sails.\n\nMore.\n")
    assert story.summary == "The ferry sails.\n\nMore."
    assert [problem.severity for problem in parsed.problems] == [Severity.NOTE]


@pytest.mark.parametrize(
    ("line", "outlet", "url"),
    [
        ("Source: [BBC News](https://a.example/1)", "BBC News", "https://a.example/1"),
        ("**Source:** [BBC News](https://a.example/1)", "BBC News", "https://a.example/1"),
        ("**Source**: BBC News (https://a.example/1)", "BBC News", "https://a.example/1"),
        ("Source: BBC News, https://a.example/1.", "BBC News", "https://a.example/1"),
        ("Source: BBC News – https://a.example/1", "BBC News", "https://a.example/1"),
        ("Source: BBC News <https://a.example/1>", "BBC News", "https://a.example/1"),
        ("Original source: BBC News", "BBC News", ""),
        ("SOURCE： BBC News", "BBC News", ""),
        ("Source: https://a.example/1", "", "https://a.example/1"),
        ("Link: <https://a.example/1>", "", "https://a.example/1"),
        ("URL: https://a.example/a_(b)", "", "https://a.example/a_(b)"),
        ("Link: [Read the full article](https://a.example/1)", "", "https://a.example/1"),
        ("Sources:\n- [BBC News](https://a.example/1)", "BBC News", "https://a.example/1"),
        ("Source:\n\nhttps://a.example/1", "", "https://a.example/1"),
        ("https://a.example/1", "", "https://a.example/1"),
        ("<https://a.example/1>", "", "https://a.example/1"),
        ("[Read more](https://a.example/1)", "", "https://a.example/1"),
    ],
)
def test_where_a_page_says_that_it_comes_from(line: str, outlet: str, url: str) -> None:
    story, parsed = _page(line)
    assert (story.summary, story.key_points) == ("The ferry sails again.", ())
    assert story.outlet == (Outlet(name=outlet) if outlet else None)
    assert story.original == (Original(url) if url else None)
    assert [problem.severity for problem in parsed.problems] == [Severity.NOTE]


@pytest.mark.parametrize(
    "line",
    [
        "Source: [Ferry returns](https://a.example/1) and [more](https://a.example/2)",
        "Source: the ministry said on Monday that it would pay for all of it.",
        "Link: [The ministry of ferries](https://a.example/1)",
        "Link: soon",
        "Created: by hand",
        "Sources:\n- [BBC](https://a.example/1)\n- [DW](https://a.example/2)",
        "Source: javascript:alert(1)",
        "[The ministry of ferries](https://a.example/1)",
        "By the time the 18 ferries sail, the summer will be over.",
    ],
)
def test_what_has_no_place_stays_in_the_text(line: str) -> None:
    story, parsed = _page(line)
    kept = " ".join([story.summary, *story.key_points])
    assert story.original is None
    assert story.outlet is None or story.outlet.name == "javascript:alert(1)"
    for word in line.replace("- ", "").split():
        assert word in kept or story.outlet
    assert parsed.problems == () or story.outlet


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("Source: [BBC](https://a.example/1)", "Outlet: Reuters\n"),
        ("Source: [BBC](https://a.example/1)", "Original article here. https://b.example/2\n"),
        ("Link: https://a.example/1", "Original: https://b.example/2\n"),
        ("Created: 2026-01-01", "Published: 2026-02-02\n"),
    ],
)
def test_a_line_of_the_page_itself_counts_and_the_other_stays_text(line: str, below: str) -> None:
    alone, _ = _page("", below=below)
    both, _ = _page(line, below=f"\n{below}")
    assert (both.outlet, both.original, both.published) == (alone.outlet, alone.original, alone.published)
    assert line in both.summary


def test_an_address_that_a_line_above_waits_for_is_its() -> None:
    story, parsed = _page("Official website:\n\nhttps://a.example")
    assert (story.original, parsed.problems) == (None, ())
    assert story.outlet == Outlet(website="https://a.example")
    story, parsed = _page("Original video here.\nhttps://a.example/v")
    assert (story.original, parsed.problems) == (Original("https://a.example/v", "video"), ())


@pytest.mark.parametrize(
    ("line", "published", "kept"),
    [
        ("Published 18 November 2026", date(2026, 11, 18), ""),
        ("Published on November 18, 2026", date(2026, 11, 18), ""),
        ("Posted 2026-11-18", date(2026, 11, 18), ""),
        ("18 November 2026", date(2026, 11, 18), ""),
        ("By Jane Doe / Published 18 November 2026", date(2026, 11, 18), "By Jane Doe"),
        ("By Jane Doe | BBC News | 18 November 2026", date(2026, 11, 18), "By Jane Doe / BBC News"),
        ("By Jane Doe, Published 18 November 2026", date(2026, 11, 18), "By Jane Doe"),
        ("Published 18 November 2026 by Jane Doe", date(2026, 11, 18), "by Jane Doe"),
        ("Published 2026-11-18T10:30Z", datetime(2026, 11, 18, 10, 30, tzinfo=UTC), ""),
        ("By 18 November 2026", None, "By 18 November 2026"),
        ("Published soon after 2026", None, "Published soon after 2026"),
        ("Published 03/02/2026", None, "Published 03/02/2026"),
    ],
)
def test_author_and_date_below_the_title(line: str, published: date | None, kept: str) -> None:
    story, parsed = _read(f"Title\n{line}\n\nThe ferry sails again.\n")
    assert story.published == published
    assert story.summary == f"{kept}\n\nThe ferry sails again.".strip()
    assert len(parsed.problems) == (published is not None)


def test_a_date_in_the_middle_of_the_text_is_text() -> None:
    story, parsed = _read("Title\n\nIt began.\n\n18 November 2026\n\nIt ended.\n")
    assert (story.published, parsed.problems) == (None, ())


def test_a_page_of_nothing_else_keeps_its_line() -> None:
    story, parsed = _read("Title\n\nSource: BBC\n")
    assert (story.summary, story.outlet, parsed.problems) == ("Source: BBC", None, ())


_HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            ["Source:", "**Source:** ", "[a](https://b.example)", "By A", " / ", "Published ", "\n", "\n\n"]
        ),
        st.sampled_from(["- ", "1. ", "Summary:", "**", "https://b.example", "Link: ", "# ", "\\", "Outlet: X", "("]),
        st.just("18 November 2026"),
        st.text(max_size=8),
    ),
    max_size=14,
).map("".join)


@given(_HOSTILE)
def test_any_page_is_read_and_can_be_written_again(text: str) -> None:
    for placed in parse(f"T\n\n{text}".encode("utf-8", "replace"), "x.txt").stories:
        assert [again.story for again in parse(write(placed.story, ".txt").encode(), "x.txt").stories] == [placed.story]


@pytest.mark.parametrize("piece", ["Source: ", "By A / ", "**", "[", "(https://", "- Published ", "# ", "1 "])
def test_long_lines_are_looked_at_within_bounds(piece: str) -> None:
    parsed = parse(f"{piece * 50_000}\n\n{piece * 50_000}\n\n{piece * 10}\n".encode(), "x.txt")
    assert len(parsed.stories) == 1
