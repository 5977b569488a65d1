"""Text from outside is shown as it is written, and steers nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from newsreader.config import Config, load_config
from newsreader.errors import Problem, StateError
from newsreader.links import checked_link
from newsreader.sync.files import LibraryGoneError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import Desk, ReaderUI

MARKUP: Final = "[/] [Update] [@click=app.quit]x[/] [bold]y $primary [link=https://evil.example]z"
STEERING: Final = (
    "\x1b]52;c;aGVsbG8=\x07\x1b[31m\x1b]2;title\x1b\\\x9b2J\x90q\x9c\x00\x7f\x85\u202eabc\u202c\u200b\u2066"
)
_CONTROLS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def assert_harmless(ui: ReaderUI) -> str:
    """The screen's text, after a check that nothing on it could steer a terminal or start an action."""
    for strip in ui.strips():
        for segment in strip:
            assert not segment.control
            assert not _CONTROLS.search(segment.text), repr(segment.text)
            if segment.style is not None:
                assert not segment.style.link or checked_link(segment.style.link).url == segment.style.link
                assert not any("quit" in str(value) for value in segment.style.meta.values())
    return ui.screen_text()


def write_hostile(desk: Desk) -> None:
    hostile = f"{MARKUP} {STEERING}"
    desk.library.registry(
        {
            "id": "evil",
            "name": f"Evil {hostile}",
            "description": f"Describes {hostile}",
            "country": f"Land {hostile}",
            "website": "https://evil.example/[/]",
            "bias": {"rating": "right", "source": f"Source {hostile}", "note": f"Note {hostile}"},
        }
    )
    desk.library.story(
        "hostile",
        f"Title {hostile}",
        summary=f"Summary {hostile}\n\nSecond {hostile}",
        key_points=[f"Point {hostile}"],
        topics=[f"topic {hostile}"],
        outlet="evil",
        generator=f"model {hostile}",
        ai_generated=True,
        published="2024-06-20",
        original={"url": "https://evil.example/[@click=app.quit]", "kind": "article"},
    )


@pytest.mark.parametrize("size", [(130, 50), (100, 50), (60, 50)])
async def test_a_hostile_story_is_shown_literally(desk: Desk, size: tuple[int, int]) -> None:
    write_hostile(desk)
    async with desk.open(size=size) as ui:
        assert "Title [/] [Upd" in assert_harmless(ui)
        for key, start in (("2", "Summary [/] [Update]"), ("3", "Evil [/] [Update]"), ("z", "Point [/] [Update]")):
            await ui.press(key)
            assert start in assert_harmless(ui)
        text = ui.text("#story-text")
        places = ("Title", "Evil", "Summary", "Second", "Point", "topic", "model")
        assert all(f"{place} {MARKUP}" in text for place in places)
        sidebar = ui.text("#outlet-text")
        assert all(f"{word} {MARKUP}" in sidebar for word in ("Evil", "Describes", "Land", "Source", "Note"))


async def test_a_hostile_story_can_be_filtered_marked_and_clicked(desk: Desk) -> None:
    write_hostile(desk)
    async with desk.open(size=(130, 30)) as ui:
        for text in ("update", "[@click=app.quit]", "\x1b]52;c;x\x07", MARKUP, "bais:[/]", "bias:[@click=app.quit]"):
            await ui.filter(text)
            assert_harmless(ui)
        await ui.filter("summary")
        assert "Summary" in ui.marked_in_story()
        await ui.press("enter", "f")
        assert ui.titles() != []
        assert_harmless(ui)
        for y, strip in enumerate(ui.strips()):
            for part in re.finditer("click|evil", strip.text):
                await ui.pilot.click(offset=(part.start(), y))
        await ui.settled()
        assert ui.app.is_running
        links = ("https://evil.example/[@click=app.quit]", "https://evil.example/[/]")
        assert ui.app.clipboard in ("", *links), "without a browser a click on a link copies its address"


async def test_hostile_file_names_and_problems_are_shown_literally(desk: Desk) -> None:
    desk.library.write("[/]\x1b]52;c;x\x07[@click=app.quit]e.yaml", f"title: Foo: {MARKUP}\nsummary: x\n")
    desk.library.write("b.yaml", f'"{MARKUP}": 1\ntitle: T\nsummary: x\npublished: "{MARKUP} \\e]52;c;x\\a"\n')
    async with desk.open(size=(130, 40)) as ui:
        await ui.press("exclamation_mark")
        await ui.until(lambda: ui.app.screen is not ui.main, "the problems are shown")
        await ui.until(lambda: "[/][@click=app.quit]e.yaml" in ui.screen_text(), "the file's name is shown")
        assert_harmless(ui)


async def test_a_hostile_link_in_a_notice(desk: Desk) -> None:
    desk.library.story(
        "link", "Link", original={"url": "https://evil.example/[/][@click=app.quit]x", "kind": "article"}
    )
    async with desk.open() as ui:
        await ui.press("o", "y")
        assert "[/][@click=app.quit]x" in assert_harmless(ui)


async def test_hostile_reasons_in_notices(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = f"Reason {MARKUP} {STEERING}"

    def refuse(*_arguments: object, **_named: object) -> None:
        raise StateError(hostile)

    def gone(*_arguments: object, **_named: object) -> None:
        raise LibraryGoneError(hostile)

    desk.library.story("one", "One")
    async with desk.open(size=(130, 50)) as ui:
        monkeypatch.setattr(ui.reader.open_state().bookmarks, "add_many", refuse)
        monkeypatch.setattr(ui.reader.open_state().marks, "mark_all_read", refuse)
        monkeypatch.setattr(ui.reader, "sync", gone)
        await ui.press("b", "m", "r")
        assert len(ui.notices()) == 3
        assert "Reason [/]" in assert_harmless(ui)


async def test_hostile_config_problems_and_library_names(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('"[/]\\u001b]52;c;x\\u0007[@click=app.quit]" = 1\ntheme = "\\u001b]2;x\\u0007[/]"\n')
    loaded = load_config(file)
    assert loaded.problems
    root = tmp_path / "[red]\x1b]52;c;x\x07library"
    root.mkdir()
    config = Config(theme=loaded.config.theme, read_after=0)
    problems = (*loaded.problems, Problem("[/]", 1, 1, STEERING, MARKUP))
    async with desk.open(desk.reader(root), size=(130, 40), config=config, config_problems=problems) as ui:
        assert "[/][@click=app.quit]" in assert_harmless(ui)
        assert "[red]library" in ui.status
        assert "[red]library" in ui.text("#empty-list")


async def test_endless_words_and_huge_titles_do_no_harm(desk: Desk) -> None:
    desk.library.story("huge", "x" * 50_000, summary="y" * 20_000, key_points=["z" * 9_000] * 3)
    desk.library.story("marks", "a" + "\u0301" * 5_000, summary="👨‍👩‍👧‍👦" * 100, published="2024-01-01")
    async with desk.open(size=(100, 20)) as ui:
        await ui.press("j", "k", "2", "G", "1", "j")
        assert_harmless(ui)
        assert all(strip.cell_length <= 100 for strip in ui.strips())
