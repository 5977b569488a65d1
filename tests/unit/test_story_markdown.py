"""Markdown as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsreader.markdown import searched_text, shown_text
from newsreader.markdown_parser import MOST_BLOCKS, MOST_CHARACTERS, TooMuchError
from newsreader.story import Story
from newsreader.ui.story.markdown import MarkdownText
from newsreader.ui.story.page import Line, LinkTarget, Page, Targets
from newsreader.ui.story.text_links import story_links


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


def test_a_narrow_table_stands_in_columns() -> None:
    assert drawn("| Year | Seats |\n|---|--:|\n| 2024 | 12 |\n| *25* | 打7 |\n| | |") == [
        "Year │ Seats", "─────┼──────", "2024 │    12", "25   │   打7", "     │",
    ]  # fmt: skip
    assert drawn("> - | a |\n>   |---|\n>   | 1 |") == ["│ • a", "│   ─", "│   1"]


def test_a_wide_table_is_shown_row_by_row() -> None:
    text = "| Party | What it says of the new bridge |\n|---|---|\n| Reds | **Far** too dear for us |\n| Blues | |"
    assert drawn(text, 30) == [
        "• Party: Reds · What it says",
        "  of the new bridge: Far too",
        "  dear for us",
        "• Party: Blues",
    ]
    assert drawn("| " + "Heading " * 6 + "| B |\n|---|---|") == ["• " + "Heading " * 6 + "· B"]


def test_links_of_a_table_can_be_clicked_and_show_no_source() -> None:
    targets = Targets()
    text = "| a | b |\n|---|---|\n| [cell](https://a.example/c) | https://b.example/d |\n| <https://c.example> | x |"
    rows = [line.content.plain for line in MarkdownText(targets, Line).body(text)]
    assert rows == ["• a: cell [a.example] · b: https://b.example/d", "• a: https://c.example · b: x"]
    assert [target.url for target in targets.all if isinstance(target, LinkTarget)] == [
        "https://a.example/c", "https://b.example/d", "https://c.example",
    ]  # fmt: skip


@pytest.mark.parametrize("quote", ["", "> ", "- "])
@pytest.mark.parametrize(
    "surplus", ["more [x](https://a.example/x) |", "more | [x](https://a.example/x)", "| `p\\|q` | |"]
)
def test_what_a_row_has_beyond_the_columns_of_its_table_is_shown_searched_and_linked(quote: str, surplus: str) -> None:
    margin = "  " if quote == "- " else quote
    text = f"{quote}| a | b |\n{margin}|---|---|\n{margin}| 1 | 2 | {surplus}\n{margin}| 3 |\n"
    targets = Targets()
    page = "\n".join(line.content.plain for line in MarkdownText(targets, Line).body(text))
    for shown in (page, shown_text(text, ()).summary, searched_text(text, ()).summary):
        assert "2 | more | x" in shown or "2 | more x" in shown or "2 | p|q" in shown
    links = [target.url for target in targets.all if isinstance(target, LinkTarget)]
    assert links == (["https://a.example/x"] if "https" in surplus else [])


def test_an_address_that_is_defined_and_never_used_is_shown() -> None:
    assert drawn("A [b] c.\n\n[b]: https://b.example/\n[Note]: https://n.example/ 'T'") == [
        "A b [b.example] c.", "", "note: https://n.example/",
    ]  # fmt: skip


def test_a_footnote_is_shown_and_its_sign_is_no_link() -> None:
    targets = Targets()
    text = "A word[^1] after.\n\n[^1]: https://a.example/x\n\n[^b]: foot"
    rows = [line.content.plain for line in MarkdownText(targets, Line).body(text)]
    assert rows == ["A word[1] after.", "", "[1]: https://a.example/x", "", "[b]: foot"]
    assert targets.all == (LinkTarget("https://a.example/x", "https://a.example/x"),)


_ADDRESS = st.builds(
    lambda host, path: f"https://{host}.example/{path}",
    st.sampled_from(["a", "b", "www.c", "bücher"]),
    st.sampled_from(["", "x", "x_(y)", "q?a=1&b=2", "\\_z", "日本", "%20", "*a*", "a|b", "it's"]),
)
_MARKDOWN_PIECES = st.one_of(
    _ADDRESS,
    st.builds("[{}]({})".format, st.sampled_from(["word", "", "**b**", "![i](https://i.example)", "`c`", "a|b"]), _ADDRESS),
    st.builds("<{}>".format, _ADDRESS),
    st.builds("[{}]: {}".format, st.sampled_from(["one", "three", "two"]), _ADDRESS),
    st.builds('<a href="{}">there</a>'.format, _ADDRESS),
    st.sampled_from(
        ["[one]", "[^1]", "[x][two]", "words", "**", "_", "~~", "`", "```", "|", "| a | b |\n|---|---|\n|", "# ", "> ", "- ",
         "3. ", "    ", "\n", "\n", "\n\n", " ", "!", "[", "](", ")", "\\", "<div>", "---", "&amp;", "* * *"]
    ),
)  # fmt: skip
_REFERENCE = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def links_of(tokens: Iterable[Token]) -> Iterator[str]:
    """The addresses of all links that the parser finds, as it writes them."""
    for token in tokens:
        if token.type == "link_open":
            yield str(token.attrs["href"])
        yield from links_of(token.children or ())


@settings(max_examples=400)
@given(st.lists(_MARKDOWN_PIECES, max_size=30).map("".join))
def test_every_web_link_of_every_construct_is_listed_but_the_refused(text: str) -> None:
    targets = Targets()
    MarkdownText(targets, Line).body(text)
    story = Story(id="s", title="T", summary=text)
    listed = {_REFERENCE.normalizeLink(link.url) for link in story_links(story, targets.all)}
    found = {link for link in links_of(_REFERENCE.parse(text)) if link.startswith("http")}
    refused = {link for link in found if "%5C" in link}  # a backslash
    assert found - refused <= listed


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
        "|" + "a|" * 40 + "\n|" + "-|" * 40 + "\n" + "|\n" * 40,
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
