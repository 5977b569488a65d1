"""Bookmarks taken out to a file and in again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace
from tests.unit.strategies import stories

from newsreader.bias import BY_ID
from newsreader.errors import UsageError
from newsreader.records import StoryMarks
from newsreader.state import transfer as state_transfer
from newsreader.state.state import Bookmark, ImportResult, State
from newsreader.state.transfer import Keepsakes, export_json, export_markdown, import_records
from newsreader.story import Bias, Original, Outlet, Story, with_id
from newsreader.tags import clean_tag
from newsreader.text import clean_line, clean_text, clean_title

NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)
UUID = "11111111-1111-4111-8111-111111111111"
STORY = with_id(
    Story(
        id="",
        title="Café & crème: <b>the</b> *end* -->",
        summary="First -- and last.\n\nПривет",
        key_points=("One", "Two"),
        outlet=Outlet(
            id="dw",
            name="Deutsche Welle",
            website="https://www.dw.com/",
            bias=Bias(BY_ID["center"], source="AllSides", as_of=date(2024, 5, 1)),
        ),
        published=date(2024, 6, 19),
        original=Original("https://www.dw.com/en/video?a=1&copy=2", "video"),
        ai_generated=True,
        generator="model-1",
    )
)
BOOKMARK = Bookmark(UUID, NOW, STORY, "/home/me/library", "2024/a.yaml")


def json_of(bookmarks: Sequence[Bookmark], marks: Mapping[str, StoryMarks] | None = None) -> str:
    return export_json(Keepsakes(bookmarks, marks or {}))


def page_of(bookmarks: Sequence[Bookmark], marks: Mapping[str, StoryMarks] | None = None) -> str:
    return export_markdown(Keepsakes(bookmarks, marks or {}))


def body_of(page: str) -> str:
    """A page without its front matter, as programs show it that know what that is."""
    found = re.match(r"---\n(?:(?!---$).*\n)*---\n\n", page, re.MULTILINE)
    assert found
    return page[found.end() :]


def imported(text: str) -> tuple[list[Bookmark], list[str]]:
    kept, problems = import_records(text)
    return list(kept.bookmarks), problems


both_formats = pytest.mark.parametrize("export", [json_of, page_of])

bookmarks = st.builds(
    Bookmark,
    uuid=st.uuids().map(str),
    created_at=st.datetimes(timezones=st.just(UTC)),
    story=stories().filter(lambda story: story.id != ""),
    library=st.text().map(clean_text),
    path=st.text().map(clean_text),
)


@both_formats
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kept=st.lists(bookmarks, max_size=3))
def test_what_is_exported_is_imported_as_it_was(export: Any, kept: list[Bookmark]) -> None:
    text = export(kept).encode().decode()
    assert imported(text) == (kept, [])


@both_formats
def test_names_that_are_not_utf8_come_back(export: Any) -> None:
    odd = replace(BOOKMARK, library=os.fsdecode(b"/home/\xff\xfe"), path=os.fsdecode(b"caf\xe9.yaml"))
    assert imported(export([odd]).encode().decode()) == ([odd], [])


@both_formats
def test_an_export_of_one_state_fills_another(export: Any, tmp_path: Path) -> None:
    with closing(State.open(tmp_path / "state.db", now=lambda: NOW)) as state:
        records, problems = imported("\ufeff" + export([BOOKMARK]))
        assert state.bookmarks.import_new(records) == ImportResult(added=1, known=0)
        assert state.bookmarks.import_new(records) == ImportResult(added=0, known=1)
        assert state.bookmarks.all() == (BOOKMARK,)
        assert problems == []


def test_the_json_has_the_documented_shape() -> None:
    document = json.loads(json_of([BOOKMARK]))
    (record,) = document.pop("bookmarks")
    assert document == {"format": "newsreader-bookmarks", "version": 1}
    assert list(record) == ["uuid", "created_at", "library", "path", "id_declared", "story"]
    assert "Café" in json_of([BOOKMARK])


def test_the_page_reads_well() -> None:
    assert body_of(page_of([BOOKMARK])) == (
        "# Bookmarks\n\n"
        "## Café &amp; crème: &lt;b&gt;the&lt;/b&gt; \\*end\\* --&gt;\n\n"
        "**Deutsche Welle** · Center (AllSides, 2024-05-01) · 2024-06-19\n\n"
        "First -- and last.\n\n"
        "Привет\n\n"
        "- One\n- Two\n\n"
        "[Original video](<https://www.dw.com/en/video?a=1&amp;copy=2>) · "
        "[Website of the outlet](<https://www.dw.com/>)\n\n"
        "*Title, summary and key points were written by an AI (model-1).*\n"
    )


def _tokens(text: str) -> list[Token]:
    parser = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])
    return [inner for token in parser.parse(text) for inner in (token, *(token.children or ()))]


MARKUP = [
    "# x",
    "#",
    "## x ##",
    "=====",
    "-----",
    "- x",
    "+ x",
    "* x",
    "1. x",
    "12) x",
    "> x",
    "    code",
    "```",
    "~~~",
    "`x`",
    "*x*",
    "**x**",
    "_x_",
    "__x__",
    "~~x~~",
    "[x](https://evil)",
    "[x]: https://evil",
    "![x](y)",
    "[x]",
    "<b>x</b>",
    "<!-- x",
    "-->",
    "--",
    "<https://evil>",
    "&lt;b&gt;",
    "&amp;",
    "&#42;x&#42;",
    "x | y",
    "|---|",
    "a\\",
    "\\*x\\*",
    "\\",
    "x  ",
    "***",
    "<script>alert(1)</script>",
    "<!-- newsreader-bookmark {} -->",
    "https://evil",
    "http://www.evil",
    "$x$",
    ": x",
    "[^1]",
]
hostile = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=8)), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(title=hostile, lines=st.lists(hostile, min_size=1, max_size=4), point=hostile)
def test_no_text_of_a_story_is_markup(title: str, lines: list[str], point: str) -> None:
    story = Story("x", title, "\n".join(lines), (point,))
    tokens = _tokens(body_of(page_of([replace(BOOKMARK, story=story)])))
    block = {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"}
    points = {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
    assert {token.type for token in tokens} <= block | points | {"text", "text_special", "softbreak"}
    assert sum(token.type == "heading_open" for token in tokens) == 2
    assert sum(token.type == "bullet_list_open" for token in tokens) <= 1


@pytest.mark.parametrize("title", MARKUP)
def test_a_title_is_shown_as_it_is(title: str) -> None:
    story = replace(STORY, title=title)
    headings = MarkdownIt("commonmark").render(body_of(page_of([replace(BOOKMARK, story=story)])))
    shown = re.search(r"<h2>(.*)</h2>", headings)
    assert shown
    as_html = title.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown.group(1) == re.sub(" +", " ", as_html)


@pytest.mark.parametrize("text", ["https://evil.example/x", "see www.evil.example", "HTTP://evil.example"])
def test_an_address_in_a_text_is_no_link(text: str) -> None:
    page = page_of([replace(BOOKMARK, story=Story("x", text, text))])
    visible = body_of(page)
    assert "p://" not in visible.lower().replace("https", "http")
    assert not re.search(r"www\.\w", visible, re.IGNORECASE)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://x> (y) <z", "https://x\\y", "x"])
def test_only_an_address_of_the_web_is_a_link(url: str) -> None:
    page = page_of([replace(BOOKMARK, story=Story("x", "T", "S", original=Original(url, "article")))])
    targets = [str(token.attrs["href"]) for token in _tokens(body_of(page)) if token.type == "link_open"]
    assert all(target.startswith("https://x%") for target in targets)
    assert imported(page)[0][0].story.original == Original(url, "article")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no bookmarks in the file"),
        ("# Just a page\n\nwith text", "no bookmarks in the file"),
        ("{", "not valid JSON"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("{}", "not an export of bookmarks"),
        ('{"format": "newsreader-bookmarks", "version": 2, "bookmarks": []}', "newer newsreader"),
        ('{"format": "newsreader-bookmarks", "version": true, "bookmarks": []}', "not an export"),
        ('{"format": "newsreader-bookmarks", "version": 1, "bookmarks": {}}', "not a list"),
        ('{"format": "newsreader-bookmarks", "version": 1' + "0" * 9999 + "}", "not valid JSON"),
    ],
)
def test_what_is_no_export_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        imported(text)


def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_transfer, "SIZE_LIMIT", 1000)
    with pytest.raises(UsageError, match="split it"):
        imported("x" * 1001)


def _broken(**changes: object) -> object:
    record = json.loads(json_of([BOOKMARK]))["bookmarks"][0]
    return {**record, **changes}


def _broken_story(**changes: object) -> object:
    record = json.loads(json_of([BOOKMARK]))["bookmarks"][0]
    return {**record, "story": {**record["story"], **changes}}


BAD_RECORDS = [
    None,
    7,
    "text",
    [],
    {},
    _broken(uuid="x"),
    _broken(uuid=None),
    _broken(created_at="never"),
    _broken(created_at=5),
    _broken(created_at="0001-01-01T00:00:00+14:00"),
    _broken(path=["a"]),
    _broken(story=[]),
    _broken_story(title=None),
    _broken_story(title="\u202e"),
    _broken_story(id=""),
    _broken_story(key_points="x"),
    _broken_story(published="2024-13-45"),
    _broken_story(outlet={"id": "x"}),
    _broken_story(original="https://x"),
    _broken_story(topics=[1]),
]


@pytest.mark.parametrize("record", BAD_RECORDS)
def test_a_bad_record_costs_only_itself(record: object) -> None:
    good = json.loads(json_of([BOOKMARK]))["bookmarks"]
    text = json.dumps({"format": "newsreader-bookmarks", "version": 1, "bookmarks": [record, *good]})
    kept, problems = imported(text)
    assert kept == [BOOKMARK]
    assert len(problems) == 1
    assert problems[0].startswith("Bookmark 1 can't be read and was left out: ")


def test_a_bad_record_of_a_page_costs_only_itself() -> None:
    bad = ["  - {x}", "  - {" + '"a":{' * 50_000 + "}", "  - ", "something: else", "  - {}"]
    page = page_of([BOOKMARK]).replace("bookmarks:\n", "bookmarks:\n" + "\n".join(bad) + "\n")
    kept, problems = imported(page)
    assert kept == [BOOKMARK]
    assert len(problems) == 5
    assert all("can't be read and was left out" in problem for problem in problems)


def test_a_page_that_is_cut_off_gives_what_is_left_of_it() -> None:
    other = replace(BOOKMARK, uuid="22222222-2222-4222-8222-222222222222")
    page = page_of([BOOKMARK, other])
    kept, problems = imported(page[: page.index("22222222") + 100])
    assert kept == [BOOKMARK]
    assert len(problems) == 1


def test_a_page_of_a_newer_program_is_refused() -> None:
    with pytest.raises(UsageError, match="newer newsreader"):
        imported(page_of([BOOKMARK]).replace("version: 1", "version: 2"))
    with pytest.raises(UsageError, match="not an export"):
        imported(page_of([BOOKMARK]).replace("version: 1", "version: x"))


@settings(max_examples=60)
@given(kept=st.lists(bookmarks, max_size=3), note=st.text().map(clean_text))
def test_the_front_matter_is_yaml_with_the_same_data_as_the_json(kept: list[Bookmark], note: str) -> None:
    marks = {"x": StoryMarks(tags=("later",), note=note)} if note.strip() else {}
    block = page_of(kept, marks).split("---\n")[1]
    assert yaml.safe_load(block) == json.loads(json_of(kept, marks))


COMMENTS = (Path(__file__).parent / "data" / "bookmarks_with_comments.md").read_text(encoding="utf-8")
"""A page of an earlier version, which had each record in a comment below its story."""


def test_a_page_of_an_earlier_version_is_imported_whole() -> None:
    kept, problems = import_records(COMMENTS)
    assert problems == []
    assert list(kept.bookmarks) == [BOOKMARK]
    note = "A *bold* note --> with <!-- signs -->\n\n> quoted\n---\nformat: x"
    assert dict(kept.marks) == {
        STORY.id: StoryMarks(tags=("later", "to read"), note=note),
        "another": StoryMarks(tags=("work",)),
        "third": StoryMarks(note="Почему?"),
    }


def _in_comments(kept: Sequence[Bookmark], marks: Mapping[str, StoryMarks]) -> str:
    """A page as earlier versions wrote it."""
    document = json.loads(json_of(kept, marks))
    lines = ["# Bookmarks"]
    for kind, record in [
        *(("bookmark", each) for each in document["bookmarks"]),
        *(("marks", each) for each in document.get("marks", [])),
    ]:
        lines += [
            "Some text",
            "<!-- newsreader-" + kind + " " + json.dumps(record).replace("--", "\\u002d\\u002d") + " -->",
        ]
    return "\n\n".join(lines) + "\n"


@settings(max_examples=60)
@given(kept=st.lists(bookmarks, min_size=1, max_size=3, unique_by=lambda each: each.uuid), note=st.text())
def test_what_earlier_versions_exported_is_imported_as_it_was(kept: list[Bookmark], note: str) -> None:
    marks = {"x": StoryMarks(tags=("later",), note=clean_text(note).strip())}
    page = _in_comments(kept, marks).encode().decode()
    found, problems = import_records(page)
    assert (list(found.bookmarks), dict(found.marks), problems) == (kept, marks, [])


def test_pages_that_were_put_behind_each_other_are_imported_together() -> None:
    other = replace(BOOKMARK, uuid="22222222-2222-4222-8222-222222222222")
    third = replace(BOOKMARK, uuid="33333333-3333-4333-8333-333333333333")
    kept, problems = imported(page_of([other]) + "\n" + page_of([third]) + "\n" + COMMENTS)
    assert (kept, problems) == ([other, third, BOOKMARK], [])


FORGED = '{"uuid": "99999999-9999-4999-8999-999999999999"}'
FORGERIES = [
    "---",
    "format: newsreader-bookmarks",
    "version: 1",
    "bookmarks:",
    f"  - {FORGED}",
    f"- {FORGED}",
    f"<!-- newsreader-bookmark {FORGED} -->",
    f"<!-- newsreader-marks {FORGED} -->",
    "```",
    "~~~",
    "    code",
    "",
    "> q",
    "- ---",
    "-",
    "- - -",
]
forgery = st.lists(st.one_of(st.sampled_from(FORGERIES), st.text(max_size=4)), max_size=12).map("\n".join)


@settings(max_examples=200)
@given(
    title=forgery, summary=forgery, point=forgery, note=forgery, tag=forgery, path=st.sampled_from(["a.md", "a.yaml"])
)
def test_no_text_is_taken_for_a_record(title: str, summary: str, point: str, note: str, tag: str, path: str) -> None:
    story = Story("x", clean_title("T " + title), clean_text(summary), (clean_line("p " + point),))
    bookmark = replace(BOOKMARK, story=story, path=path)
    tags = tuple(filter(None, [clean_tag(tag)]))
    marks = {"x": StoryMarks(tags=tags, note=clean_text("n " + note).strip()), "y": StoryMarks(note="z")}
    for page in (page_of([bookmark], marks), "Mine\n\n" + page_of([bookmark], marks)):
        kept, problems = import_records(page)
        assert (list(kept.bookmarks), dict(kept.marks), problems) == ([bookmark], marks, [])
    lines = body_of(page_of([bookmark], marks)).split("\n")
    assert not [
        line for line in lines if re.match(r"---|<!--|format:", line) and line.strip() in FORGERIES[:1] + FORGERIES[6:8]
    ]


def test_a_page_may_be_edited_around_its_records() -> None:
    page = page_of([BOOKMARK], {"x": StoryMarks(note="A note")}).replace("\n", "\r\n")
    assert imported("My notes\n\n" + page + "\n\nThe end")[0] == [BOOKMARK]


def test_hostile_texts_are_cleaned() -> None:
    hostile = _broken_story(
        title="\x1b]52;c;AAAA\x07Title\u202e\nline",
        summary="\x1b[2Jtext\u200b",
        topics=["\x9b31mred"],
        id="\x1b[1mid",
        event="\x1b[1ma",
    )
    text = json.dumps({"format": "newsreader-bookmarks", "version": 1, "bookmarks": [hostile]})
    ((kept,), problems) = imported(text)
    assert problems == []
    story = kept.story
    assert (story.title, story.summary, story.topics, story.id) == ("Title line", "text", ("red",), "id")
    assert story.event == ""


ODD = "A *bold* note --> with <!-- signs -->\n\n> quoted, second paragraph"


@both_formats
def test_tags_and_notes_go_with_bookmarks_and_by_themselves(export: Any) -> None:
    marks = {
        BOOKMARK.story.id: StoryMarks(tags=("later", "to read"), note=ODD),
        "another": StoryMarks(tags=("work",)),
        "third": StoryMarks(note="Почему?"),
    }
    kept, problems = import_records(export([BOOKMARK], marks))
    assert problems == []
    assert (list(kept.bookmarks), dict(kept.marks)) == ([BOOKMARK], marks)
    alone, problems = import_records(export([], {"another": marks["another"]}))
    assert (problems, list(alone.bookmarks), dict(alone.marks)) == ([], [], {"another": marks["another"]})


def test_the_page_shows_tags_and_notes() -> None:
    page = page_of([BOOKMARK], {BOOKMARK.story.id: StoryMarks(tags=("later",), note="Ask *again*.")})
    assert "Tags: later\n\n> Ask \\*again\\*." in page


def test_an_import_adds_tags_and_loses_no_note(tmp_path: Path) -> None:
    with closing(State.open(tmp_path / "state.db", now=lambda: NOW)) as state:
        state.marks.tag(["a"], "mine")
        state.marks.write_note("a", "Mine.")
        text = json_of([], {"a": StoryMarks(tags=("theirs",), note="Theirs."), "b": StoryMarks(note="New.")})
        kept, _ = import_records(text)
        for _ in range(2):
            assert state.marks.import_marks(kept.marks) == 2
            assert state.marks.annotations() == {
                "a": StoryMarks(tags=("mine", "theirs"), note="Mine.\n\nTheirs."),
                "b": StoryMarks(note="New."),
            }


@pytest.mark.parametrize(
    "record",
    [
        3,
        {},
        {"story_id": 7},
        {"story_id": "a", "tags": "x"},
        {"story_id": "a", "tags": [1]},
        {"story_id": "a", "note": []},
    ],
)
def test_a_bad_mark_costs_only_itself(record: object) -> None:
    document = {
        "format": "newsreader-bookmarks",
        "version": 1,
        "bookmarks": [],
        "marks": [record, {"story_id": "b", "note": "ok"}],
    }
    kept, problems = import_records(json.dumps(document))
    assert dict(kept.marks) == {"b": StoryMarks(note="ok")}
    assert len(problems) == 1
    assert problems[0].startswith("Mark 1 can't be read and was left out: ")


def test_hostile_tags_and_notes_are_cleaned() -> None:
    kept, _ = import_records(json_of([], {"a": StoryMarks(tags=("a\x1b]52;c;x\x07b", '"",'), note="n\x1b[2J")}))
    assert dict(kept.marks) == {"a": StoryMarks(tags=("ab",), note="n")}


@both_formats
def test_hidden_stories_go_with_an_export(export: Any) -> None:
    at = int(NOW.timestamp())
    marks = {BOOKMARK.story.id: StoryMarks(hidden_at=at), "other": StoryMarks(None, ("later",), "Why?", at)}
    kept, problems = import_records(export([BOOKMARK], marks))
    assert (problems, dict(kept.marks)) == ([], marks)


@pytest.mark.parametrize("hidden", [True, 5, "never", [], {}, "2024-13-01", "9999-12-31T23:59:59-23:59"])
def test_a_wrong_moment_of_hiding_is_told(hidden: Any) -> None:
    record = {"story_id": "a", "tags": ["later"], "hidden": hidden}
    text = json.dumps({"format": "newsreader-bookmarks", "version": 1, "bookmarks": [], "marks": [record]})
    kept, (problem,) = import_records(text)
    assert dict(kept.marks) == {}
    assert "Mark 1 can't be read" in problem


def test_an_import_keeps_when_a_story_was_hidden_here(tmp_path: Path) -> None:
    with closing(State.open(tmp_path / "state.db", now=lambda: NOW)) as state:
        state.marks.hide(["a"])
        state.marks.import_marks({"a": StoryMarks(hidden_at=5), "b": StoryMarks(hidden_at=7)})
        assert state.marks.all_marks() == {
            "a": StoryMarks(hidden_at=int(NOW.timestamp())),
            "b": StoryMarks(hidden_at=7),
        }
