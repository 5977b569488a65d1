"""Markdown as lines."""

from __future__ import annotations

import pytest

from newsreader.ui.story.markdown import MOST_BLOCKS, MOST_CHARACTERS, MarkdownText, TooMuchError
from newsreader.ui.story.page import Line, LinkTarget, Page, Targets


def lines(text: str) -> list[Line]:
    return MarkdownText(Targets(), Line).body(text)


def drawn(text: str, width: int = 80) -> list[str]:
    """The rows of a body as they are drawn, with margins and hangs."""
    made = lines(text)
    page = Page(made)
    return [
        (
            made[row.line].margin.plain
            + (" " * made[row.line].hang if row.start else "")
            + made[row.line].content.plain[row.start : row.end]
        ).rstrip()
        for row in page.rows(width)
    ]


def styles(text: str) -> set[tuple[str, str]]:
    return {
        (line.content.plain[span.start : span.end], str(span.style))
        for line in lines(text)
        for span in line.content.spans
    }


def test_emphasis_code_headings_and_images_are_kept() -> None:
    text = "# Head\n\nA **bold** and *thin* and ~~gone~~ `code` ![A *ship*](s.png) ![](t.png)"
    assert drawn(text) == ["Head", "", "A bold and thin and gone code [image: A *ship*] [image]"]
    assert {
        ("bold", "bold"),
        ("thin", "italic"),
        ("gone", "strike"),
        ("code", "on $panel"),
        ("Head", "bold $primary"),
    } <= (styles(text))


def test_lists_and_quotes_hang_at_any_width() -> None:
    text = "- one two three four\n  - five six seven\n- eight\n\n3. nine ten eleven twelve\n4. x"
    assert drawn(text, 16) == [
        "• one two three", "  four", "  • five six", "    seven", "• eight", "", "3. nine ten", "   eleven twelve", "4. x",
    ]  # fmt: skip
    assert drawn("before\n\n> one two three four\n>\n> - five six seven eight", 16) == [
        "before", "", "│ one two three", "│ four", "│", "│ • five six", "│   seven eight",
    ]  # fmt: skip
    assert drawn("- one\n\n  two\n\n  ```\n  code\n  ```") == ["• one", "", "  two", "", "    code"]


def test_html_is_shown_as_it_is_written() -> None:
    assert drawn("<b>x</b>\n\n<script>\nalert()\n</script>") == ["<b>x</b>", "", "<script> alert() </script>"]


def test_what_the_parser_decodes_is_cleaned() -> None:
    assert drawn("a&#x202E;b") == ["ab"]
    (row,) = drawn("a&#27;]52;c;x&#7;b `&#27;` [&#x202E;c](https://a.example)")
    assert "\x1b" not in row
    assert "\x07" not in row
    assert row.endswith("`&#27;` c [a.example]".replace("`", ""))


def test_a_table_stays_as_it_is_written() -> None:
    assert drawn("| a | b |\n|---|---|\n| 1 | 2 |") == ["| a | b |", "|---|---|", "| 1 | 2 |"]


def test_links_show_their_host_and_keep_their_address() -> None:
    targets = Targets()
    (line,) = MarkdownText(targets, Line).body(
        "[here](https://a.example/x), [bad](ssh://a), <https://b.example/>, https://c.example/d. [ü](https://bücher.example)"
    )
    assert line.content.plain == (
        "here [a.example], bad [ssh://a], https://b.example/, https://c.example/d. ü [xn--bcher-kva.example]"
    )
    assert targets.all == (
        LinkTarget("https://a.example/x", "here"),
        LinkTarget("https://b.example/", "https://b.example/"),
        LinkTarget("https://c.example/d", "https://c.example/d"),
        LinkTarget("https://bücher.example", "ü"),
    )


def test_a_link_that_pretends_is_no_link_of_the_terminal() -> None:
    (line,) = lines("[a.example](https://evil.example) [there](https://evil.example)")
    linked = [
        line.content.plain[span.start : span.end]
        for span in line.content.spans
        if not isinstance(span.style, str) and span.style.link
    ]
    assert linked == ["there"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * (MOST_CHARACTERS + 1),
        "a\n\n" * (MOST_BLOCKS + 1),
        "> " * 50 + "x",
        "- " * 50 + "x",
        "[" * 50_000,
        "*a **b " * 3_000,
        "a\n" * 4_000,
        "```\n" + "x\n" * 4_000 + "```",
    ],
)
def test_too_much_is_refused(text: str) -> None:
    with pytest.raises(TooMuchError):
        lines(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5_900,
        "*a **b " * 900 + "b** a*" * 900,
        "![[" * 1_900,
        "_a__" * 1_900,
        "~~a~" * 1_900,
        "\\" * 90_000,
        "http://a.example/ " * 5_000,
        "<http://a" * 5_900,
        "[a]: http://a\n" * 2_900,
        "> " * 8 + "x",
    ],
)
def test_what_could_take_for_ever_keeps_its_text(text: str) -> None:
    assert "".join(line.content.plain for line in lines(text)) or text.startswith("[a]:")
