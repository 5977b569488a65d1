"""Briefings: which stories stand together, and that no text of a story becomes more than text in any of the forms."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from justhtml import JustHTML
from markdown_it import MarkdownIt

from newsreader.bias import BY_ID, RATING_CAVEAT
from newsreader.briefing.briefing import Heading, Part, Told, event_part, told_of
from newsreader.briefing.epub import write_epub
from newsreader.briefing.html import html_page
from newsreader.briefing.markdown import markdown_page, story_page
from newsreader.briefing.outline import outline
from newsreader.records import Event, StoredStory, StoryMarks, Teller
from newsreader.story import Bias, Original, Outlet, Story
from newsreader.text import clean_text
from newsreader.unsupported import Unsupported

MADE = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
HOSTILE = (
    "\x1b]52;c;x\x07<script>alert(1)</script> ]]> --> </style> \u202egnp.exe\u2066 NUL\0 \ud800 \ufffe"
    " [x](javascript:alert(1)) <img src=https://evil.example/a.png onerror=x> &lt;b&gt; \"'` {{x}} # *b* {$x}"
)
VOID = frozenset({"meta", "br", "hr", "link"})


def heading(count: int = 1, title: str = "News briefing") -> Heading:
    return Heading(title, MADE, count)


def outlet(name: str, rating: str) -> Outlet:
    return Outlet(name.lower(), name, bias=Bias(BY_ID[rating], "AllSides", as_of=date(2023, 7, 31)))


def story(name: str = "Harbour Post", rating: str = "left", **fields: object) -> Story:
    given_fields = {"summary": "It left the quay.", "key_points": ("Six sailings",), "published": date(2024, 3, 1)}
    return Story(f"id-{name}", f"Ferry of {name}", outlet=outlet(name, rating), **{**given_fields, **fields})  # type: ignore[arg-type]


HOSTILE_STORY = Story(
    HOSTILE,
    HOSTILE,
    f"{HOSTILE}\n\n{HOSTILE}",
    (HOSTILE,),
    Outlet(HOSTILE, HOSTILE, website=HOSTILE, bias=Bias(BY_ID["left"], HOSTILE)),
    original=Original("javascript:alert(1)//https://x.example", HOSTILE),
    ai_generated=True,
    generator=HOSTILE,
    topics=(HOSTILE,),
    language='en" onload="x',
)


def page(parts: Iterable[Part], title: str = "News briefing") -> str:
    return "".join(html_page(heading(title=title), parts))


def book(parts: Iterable[Part]) -> ZipFile:
    file = io.BytesIO()
    write_epub(file, heading(), parts)
    return ZipFile(file)


def parsed(text: str) -> JustHTML:
    """The page, which has no error of syntax, and in which each element is closed where it has to be."""
    open_tags: list[str] = []

    class Nesting(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in VOID:
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Nesting().feed(text)
    assert open_tags == []
    return JustHTML(text, strict=True, sanitize=False)


def attributes(found: JustHTML, selector: str) -> dict[str, str | None]:
    return found.query(selector)[0].attrs or {}


def event(*tellers: tuple[str, str, bool]) -> Event:
    return Event(
        "id-0",
        tuple(
            Teller(row, f"id-{name}", f"Event of {name}", outlet(name, rating), "2024-03-01", sure)
            for row, (name, rating, sure) in enumerate(tellers)
        ),
    )


def test_an_event_is_told_from_left_to_right_and_what_is_not_sure_comes_last() -> None:
    told = event(("R", "right", True), ("C", "center", False), ("L", "left", True), ("M", "mixed", True))
    stories = [
        (0, Told(story("R", "right"))),
        (1, Told(story("C", "center"), is_sure=False)),
        (2, Told(story("L", "left"))),
        (3, Told(story("M", "mixed"))),
    ]
    part = event_part(told, stories)
    assert [each.story.id for each in part.stories] == ["id-L", "id-R", "id-M", "id-C"]
    assert (part.title, part.others) == ("Event of R", ())


def test_who_tells_an_event_and_is_not_here_is_named_with_all_that_rates_them() -> None:
    told = event(("L", "left", True), ("R", "right", True), ("C", "center", True), ("Q", "not-rated", False))
    part = event_part(told, [(0, Told(story("L", "left")))])
    text = "".join(markdown_page(heading(), [part]))
    assert part.title == ""
    assert "Also told by\\: C, Center" not in text
    assert "Also told by: C, Center (AllSides, 2023-07-31); R, Right (AllSides, 2023-07-31)" in text
    assert "Related, and perhaps of something else: Q, Not Rated" in text


def test_a_page_in_markdown_has_all_of_a_story_and_the_caveat_once() -> None:
    told = event(("L", "left", True), ("R", "right", True))
    part = event_part(told, [(0, Told(story("L", "left"))), (1, Told(story("R", "right")))])
    alone = Part((Told(story("Q", "center", original=Original("https://q.example/1", "video"), ai_generated=True)),))
    assert "".join(markdown_page(heading(3), [part, alone])) == (
        "# News briefing\n\n2026-11-28 · 3 stories\n\n"
        "## Event of L\n\nTold by L (Left), R (Right)\n\n"
        "### Ferry of L\n\n**L** · Left (AllSides, 2023-07-31) · 2024-03-01\n\nIt left the quay.\n\n- Six sailings\n\n"
        "### Ferry of R\n\n**R** · Right (AllSides, 2023-07-31) · 2024-03-01\n\nIt left the quay.\n\n- Six sailings\n\n"
        "## Ferry of Q\n\n**Q** · Center (AllSides, 2023-07-31) · 2024-03-01\n\nIt left the quay.\n\n- Six sailings\n\n"
        "[Original video](<https://q.example/1>)\n\n*Title, summary and key points were written by an AI.*\n\n"
        f"---\n\n*A media bias rating stands with its source and its date. {RATING_CAVEAT}*\n"
    )


def test_one_story_is_the_same_in_a_briefing_and_alone() -> None:
    told = Told(story(summary="# Part\n\n*Text*"), is_markdown=True)
    alone = story_page(told)
    among = "".join(markdown_page(heading(), [Part((told,))]))
    assert alone.split("\n\n")[1:5] == among.split("\n\n")[3:7]


@pytest.mark.parametrize("is_markdown", [False, True])
def test_what_the_source_does_not_have_is_told_behind_its_sentence(is_markdown: bool) -> None:
    told = story(summary="It left the quay. It carries 45 cars.", key_points=("It carries 45 cars.",))
    stored = StoredStory(1, told, "a", unsupported=(Unsupported("It carries 45 cars.", ("45",)),))
    part = Part((told_of(stored, is_markdown=is_markdown),))
    for text in ("".join(markdown_page(heading(), [part])), story_page(part.stories[0])):
        assert text.count("It carries 45 cars. · not in the text: 45") == 2
    quiet = '<span class="unsupported"> · not in the text: 45</span>'
    assert page([part]).count(f"It carries 45 cars.{quiet}") == 2
    assert "not in the text" not in page([Part((Told(told),))])


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    text = page([Part((Told(story(original=Original("https://a.example/1", "article"))),))])
    found = parsed(text)
    policy = attributes(found, "meta[http-equiv]")["content"]
    assert str(policy).startswith("default-src 'none'; style-src 'sha256-")
    assert attributes(found, "a")["href"] == "https://a.example/1"
    for name in ("script", "link", "img", "iframe", "object", "form", "base"):
        assert found.query(name) == []
    assert not re.search(r"url\(|@import|expression", text)
    assert text.count(RATING_CAVEAT) == 1


def test_headings_go_down_one_by_one() -> None:
    told = event(("L", "left", True), ("R", "right", True))
    part = event_part(told, [(0, Told(story("L", "left"))), (1, Told(story("R", "right")))])
    levels = [int(level) for level in re.findall(r"<h(\d)", page([part, Part((Told(story()),))]))]
    assert levels == [1, 2, 3, 4, 3, 4, 2, 3]


@pytest.mark.parametrize(
    ("language", "direction", "named"),
    [
        ("ar", "rtl", "ar"),
        ("he-IL", "rtl", "he-IL"),
        ("az-Arab", "rtl", "az-Arab"),
        ("en-GB", "ltr", "en-GB"),
        ("ur-Latn", "ltr", "ur-Latn"),
        ("", "auto", None),
        ('x" onload="y', "auto", None),
    ],
)
def test_a_story_says_its_language_and_direction(language: str, direction: str, named: str | None) -> None:
    found = parsed(page([Part((Told(story(language=language)),))]))
    assert attributes(found, "article")["dir"] == direction
    assert attributes(found, "h2").get("lang") == named
    assert attributes(found, "p.meta")["dir"] == "ltr"


def test_marks_are_there_only_where_they_are_given() -> None:
    marks = StoryMarks(tags=("later", "<b>"), note="One\n<i>two</i>")
    text = page([Part((Told(story(), marks=marks),))])
    assert "Tags: later, &lt;b&gt;" in text
    assert "One\n&lt;i&gt;two&lt;/i&gt;" in text
    assert "Tags" not in page([Part((Told(story()),))])


def test_hostile_text_stays_text_in_html() -> None:
    text = page([Part((Told(HOSTILE_STORY, marks=StoryMarks(tags=(HOSTILE,), note=HOSTILE)),))], HOSTILE)
    found = parsed(text)
    assert found.query("a") == found.query("script") == found.query("img") == []
    assert len(found.query("style")) == 1
    assert clean_text(text) == text
    assert attributes(found, "article") == {"class": "alone", "dir": "auto"}
    assert "javascript:alert(1)//https://x.example" in found.query("p.source")[0].to_text()


def test_hostile_text_stays_text_in_markdown() -> None:
    text = "".join(markdown_page(heading(title=HOSTILE), [Part((Told(HOSTILE_STORY),))]))
    assert clean_text(text) == text
    rendered = MarkdownIt("commonmark").render(text)
    assert not re.search(r"<(?:script|img|a|style)\b", rendered)


def test_hostile_text_stays_text_in_an_outline() -> None:
    root = ElementTree.fromstring("".join(outline(heading(title=HOSTILE), [Part((Told(HOSTILE_STORY),))])))
    (line,) = root.iter("outline")
    assert set(line.attrib) == {"text"}
    assert "<script>" in line.attrib["text"]


def test_an_outline_has_the_stories_below_their_event_as_they_are_cited() -> None:
    told = event(("L", "left", True), ("R", "right", True))
    link = Original("https://l.example/?a=1&b=2")
    part = event_part(told, [(0, Told(story("L", "left", original=link))), (1, Told(story("R", "right")))])
    root = ElementTree.fromstring("".join(outline(heading(), [part])))
    (top,) = root.findall("body/outline")
    assert top.attrib == {"text": "Event of L"}
    assert top[0].attrib == {
        "text": "“Ferry of L.” L, 2024-03-01. https://l.example/?a=1&b=2",
        "type": "link",
        "url": "https://l.example/?a=1&b=2",
    }


def test_a_book_has_what_a_reading_device_asks_for() -> None:
    stories = [story(published=date(2024, 3, day), language="ar") for day in (3, 3, 1)] + [story(published=None)]
    read = book(Part((Told(each),)) for each in [*stories, HOSTILE_STORY])
    first, *others = read.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert read.read("mimetype") == b"application/epub+zip"
    package = ElementTree.fromstring(read.read("EPUB/package.opf"))
    ns = {"o": "http://www.idpf.org/2007/opf"}
    hrefs = {each.attrib["id"]: each.attrib["href"] for each in package.findall("o:manifest/o:item", ns)}
    assert {f"EPUB/{href}" for href in hrefs.values()} | {"META-INF/container.xml", "EPUB/package.opf"} == {
        each.filename for each in others
    }
    spine = [hrefs[each.attrib["idref"]] for each in package.findall("o:spine/o:itemref", ns)]
    assert spine == ["title.xhtml", "nav.xhtml", *(f"chapter-0000{number}.xhtml" for number in (1, 2, 3))]
    html = "{http://www.w3.org/1999/xhtml}"
    contents = ElementTree.fromstring(read.read("EPUB/nav.xhtml"))
    targets = [link.attrib["href"] for link in contents.iter(f"{html}a")]
    assert len(targets) == 1 + 3 + 5
    for target in targets:
        name, _, place = target.partition("#")
        root = ElementTree.fromstring(read.read(f"EPUB/{name}"))
        assert not place or [each for each in root.iter() if each.attrib.get("id") == place]
        assert list(root.iter(f"{html}script")) == []
    chapter = ElementTree.fromstring(read.read("EPUB/chapter-00001.xhtml"))
    titles = list(chapter.iter(f"{html}h2"))
    assert {title.attrib["{http://www.w3.org/XML/1998/namespace}lang"] for title in titles} == {"ar"}


def test_the_same_stories_of_the_same_moment_are_the_same_book() -> None:
    files = [io.BytesIO(), io.BytesIO(), io.BytesIO()]
    for file, title in zip(files, ("A", "A", "B"), strict=True):
        write_epub(file, heading(), [Part((Told(story(title)),))])
    assert files[0].getvalue() == files[1].getvalue()
    assert ZipFile(files[0]).read("EPUB/package.opf") != ZipFile(files[2]).read("EPUB/package.opf")


def test_a_day_with_very_many_stories_is_several_chapters_and_a_large_book_names_chapters_alone() -> None:
    read = book(Part((Told(story()),)) for _ in range(1_100))
    chapters = [each for each in read.namelist() if "chapter" in each]
    assert len(chapters) == 19
    assert b"#part" not in read.read("EPUB/nav.xhtml")


MARKDOWN = """\
# Head *one*

A **bold** [link](https://a.example/x) and [evil.example](https://a.example/y), [run](javascript:alert(1)), [shell](ssh://a.example).\\
`code <b>` ![picture](https://a.example/p.png) <script>alert(1)</script> [^1]

3. three
   - inner

> quoted ~~gone~~

| a | b |
|---|---|
| 1 | <i>2</i> |

```
</code></pre><script>
```

#

* * *
"""


def test_a_story_in_markdown_keeps_its_structure_and_nothing_else() -> None:
    story_of_markdown = story(summary=MARKDOWN, key_points=("A *point*", "# no heading"))
    text = page([Part((Told(story_of_markdown, is_markdown=True),))])
    found = parsed(text)
    for expected in (
        "<h3>Head <em>one</em></h3>",
        "<strong>bold</strong>",
        '<a href="https://a.example/x" rel="noopener noreferrer">link</a>',
        "evil.example (https://a.example/y)",
        "[run](javascript:alert(1)), shell (ssh://a.example)",
        "<code>code &lt;b&gt;</code>",
        "[image: picture]",
        '<ol start="3"><li>three<ul><li>inner</li></ul></li></ol>',
        "<blockquote><p>quoted <s>gone</s></p></blockquote>",
        "<td>&lt;i&gt;2&lt;/i&gt;</td>",
        "<pre><code>&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;</code></pre>",
        "<li>A <em>point</em></li><li># no heading</li>",
    ):
        assert expected in text
    assert len(found.query("a")) == 1
    assert found.query("script") == found.query("img") == []
    assert "<h3></h3>" not in text
    ElementTree.fromstring(book([Part((Told(story_of_markdown, is_markdown=True),))]).read("EPUB/chapter-00001.xhtml"))


@given(st.text(alphabet="*_[]()`<>#|~!&-+\\\n\t 1.a:/", max_size=200), st.text(alphabet="*_[]()`<>!a:/", max_size=40))
def test_any_markdown_makes_a_sound_page(summary: str, point: str) -> None:
    told = Told(Story("a", "T", summary, (point,)), is_markdown=True)
    parsed(page([Part((told,))]))
    ElementTree.fromstring(book([Part((told,))]).read("EPUB/chapter-00001.xhtml"))


@given(st.text(), st.text(), st.text(max_size=30))
def test_any_text_makes_a_sound_page_and_a_sound_book(title: str, summary: str, url: str) -> None:
    told = Told(Story("a", title, summary, (title,), original=Original(f"https://x.example/{url}", "article")))
    parsed(page([Part((told,))], title))
    read = book([Part((told,))])
    for name in read.namelist():
        if name.endswith((".xhtml", ".opf")):
            ElementTree.fromstring(read.read(name))
