"""The library and its files: comparing, problems, the status line, and what an empty list says."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsreader.config import Config, load_config
from newsreader.errors import Problem
from newsreader.index.reading import Index
from newsreader.paths import sample_library
from newsreader.sync import IndexDamagedError, SyncResult
from newsreader.sync.files import LibraryGoneError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.conftest import Desk

STORM, BUDGET, GUARDS, CAFE = (
    "Storm reaches the coast",
    "Parliament votes on the budget",
    "Guards of the coast save forty",
    "A café opens at the pole",
)


async def test_rescan_shows_what_was_added_changed_and_deleted_and_keeps_the_cursor(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "j")
        full_desk.library.story("fresh", "Fresh off the press", published="2024-06-21")
        await ui.press("r")
        assert ui.titles() == ["Fresh off the press", STORM, BUDGET, GUARDS, CAFE]
        assert ui.title == GUARDS
        assert ui.notices()[-1] == "Compared with the files: 1 file read, 0 gone."

        full_desk.library.story("guard", "Guards save fifty", id="guard", published="2024-06-18", summary="More.")
        await ui.press("r")
        assert ui.title == "Guards save fifty"
        assert ui.text("#story-text").startswith("Guards save fifty")
        assert "More." in ui.text("#story-text")

        (full_desk.library.root / "storm.yaml").unlink()
        await ui.press("r")
        assert ui.titles() == ["Fresh off the press", BUDGET, "Guards save fifty", CAFE]
        assert ui.title == "Guards save fifty"
        assert ui.notices()[-1] == "Compared with the files: 0 files read, 1 gone."

        await ui.press("r")
        assert ui.notices()[-1] == "Compared with the files: Nothing has changed."
        assert ui.status.startswith("4 of 4")


@pytest.mark.parametrize("key", ["escape", "j"])
async def test_who_goes_on_hears_no_more_of_a_comparison(full_desk: Desk, key: str) -> None:
    async with full_desk.open() as ui:
        with ui.gated("sync") as gate:
            await ui.pilot.press("r")
            await ui.until(gate.reached.is_set, "the files are being compared")
            await ui.pilot.press(key)
            await ui.until(lambda: ui.app.keys.is_idle, "the key is acted on")
        await ui.settled()
        assert ui.notices() == []
        await ui.press("r")
        assert ui.notices() == ["Compared with the files: Nothing has changed."]


async def test_the_cursor_goes_to_a_neighbour_when_its_story_is_deleted(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "j")
        (full_desk.library.root / "guard.yaml").unlink()
        await ui.press("r")
        assert ui.title in (BUDGET, CAFE)
        assert ui.text("#story-text").startswith(ui.title)


async def test_rescan_keeps_filter_and_row_in_their_place(desk: Desk) -> None:
    for day in range(10, 29):
        desk.library.story(f"coast{day}", f"Coast, day {day}", published=f"2024-05-{day}")
        desk.library.story(f"hill{day}", f"Hill, day {day}", published=f"2024-05-{day}")
    async with desk.open(size=(130, 14)) as ui:
        await ui.filter("coast")
        await ui.press("enter", *["j"] * 9, "k")
        line = ui.stories.cursor * ui.stories.lines_a_row - ui.stories.scroll_offset.y
        assert (ui.title, ui.stories.scroll_offset.y > 0) == ("Coast, day 20", True)
        for news in range(3):
            desk.library.story(f"new{news}", f"The coast, again {news}", published="2024-06-01")
        await ui.press("r")
        assert len(ui.titles()) == 22
        assert ui.title == "Coast, day 20"
        assert ui.stories.cursor * ui.stories.lines_a_row - ui.stories.scroll_offset.y == line, (
            "the row stands where it stood"
        )
        assert ui.filter_text == "coast"


async def test_a_new_outlet_registry_shows_at_once(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        full_desk.library.registry({"id": "harbour", "name": "Harbour Evening Post"})
        await ui.press("r")
        assert "Harbour Evening Post" in ui.row(0)
        assert "Harbour Evening Post" in ui.text("#outlet-text")


async def test_a_second_rescan_while_one_is_under_way_starts_none(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        with ui.gated("sync") as gate:
            await ui.pilot.press("r")
            await ui.until(gate.reached.is_set, "the comparison has begun")
            assert "comparing with the files…" in ui.status
            await ui.pilot.press("j", "r", "r")
            assert ui.title == BUDGET, "the reader goes on meanwhile"
            gate.open()
            await ui.settled()
        assert len(ui.notices()) == 1
        assert "comparing" not in ui.status


async def test_problems_are_counted_and_reported_with_place_and_fix(full_desk: Desk) -> None:
    full_desk.library.write("broken.yaml", "title: Foo: bar\nsummary: Text\n")
    full_desk.library.write("folder/empty.md", "")
    async with full_desk.open() as ui:
        assert " problems (!)" in ui.status
        await ui.press("exclamation_mark")
        await ui.until(lambda: ui.app.screen is not ui.main, "the problems are shown")
        text = ui.screen_text()
        assert "broken.yaml:1:" in text
        assert "folder/empty.md" in text
        await ui.press("escape")
        (full_desk.library.root / "broken.yaml").unlink()
        (full_desk.library.root / "folder" / "empty.md").unlink()
        await ui.press("r")
        assert "problem" not in ui.status


async def test_the_status_line_follows_filter_and_bookmarks(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        assert ui.status == "4 of 4 · 4 unread · 0 bookmarked · library"
        await ui.press("b")
        await ui.filter("coast")
        assert ui.status == "2 of 4 · 4 unread · 1 bookmarked · library"


async def test_an_empty_library_says_what_to_do(desk: Desk) -> None:
    async with desk.open(size=(130, 30)) as ui:
        text = ui.text("#empty-list")
        assert "This library has no stories yet." in text
        assert str(desk.library.root) in text
        assert "newsreader init" in text
        assert "This library has no stories yet." in ui.screen_text()
        assert ui.status.startswith("0 of 0")
        desk.library.story("first", "The first story")
        await ui.press("r")
        assert ui.titles() == ["The first story"]
        assert ui.text("#story-text").startswith("The first story")
        (desk.library.root / "first.yaml").unlink()
        await ui.press("r")
        assert "This library has no stories yet." in ui.screen_text()
        assert ui.text("#story-text") == ""


async def test_a_library_that_vanished_keeps_its_stories_and_says_why(full_desk: Desk) -> None:
    full_desk.warm()
    elsewhere = full_desk.library.root.rename(full_desk.library.root.with_name("unplugged"))
    async with full_desk.open() as ui:
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        assert "Trains stopped" in ui.text("#story-text")
        assert [notice.split(":")[0] for notice in ui.notices()] == ["The library can't be read"]
        await ui.press("b")
        assert "★" in ui.row(0)
        elsewhere.rename(full_desk.library.root)
        await ui.press("r")
        assert ui.notices()[-1].startswith("Compared with the files")
        assert "★" in ui.row(0)
        assert len(ui.titles()) == 4


async def test_an_empty_mount_point_keeps_the_stories_until_the_user_says_otherwise(desk: Desk) -> None:
    for number in range(25):
        desk.library.story(f"{number:02}", f"Story {number:02}", published="2024-06-20")
    desk.warm()
    disk = desk.library.root.rename(desk.library.root.with_name("disk"))
    desk.library.root.mkdir()
    async with desk.open() as ui:
        assert len(ui.titles()) == 25
        (notice,) = ui.notices()
        assert "its disk may not be mounted" in notice
        assert "compare again (Rescan)" in notice
        desk.library.root.rmdir()
        disk.rename(desk.library.root)
        await ui.press("r")
        assert ui.notices()[-1] == "Compared with the files: Nothing has changed."
        desk.library.root.rename(disk)
        desk.library.root.mkdir()
        await ui.press("r")
        assert len(ui.titles()) == 25
        await ui.press("r")
        assert ui.titles() == []
        assert "This library has no stories yet." in ui.screen_text()


async def test_a_library_that_can_not_be_read_from_the_start_says_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_arguments: object) -> SyncResult:
        raise LibraryGoneError("The library at /mnt/news can't be listed: Permission denied.")

    monkeypatch.setattr("newsreader.sync.updating.find_all", gone)
    async with desk.open() as ui:
        text = ui.text("#empty-list")
        assert "Permission denied" in text
        assert "r tries again." in text
        await ui.filter("anything")
        assert "Nothing matches “anything”." in ui.text("#empty-list")


async def test_a_damaged_index_is_made_again_without_a_word_lost(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        await ui.press("b")
        sync: Callable[..., SyncResult] = ui.reader.sync
        calls: list[int] = []

        def damaged_at_first(*arguments: object) -> SyncResult:
            calls.append(1)
            if len(calls) == 1:
                raise IndexDamagedError("The index is damaged.")
            return sync(*arguments)

        monkeypatch.setattr(ui.reader, "sync", damaged_at_first)
        await ui.press("r")
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        assert "★" in ui.row(0)
        assert ui.status.startswith("4 of 4 · 4 unread · 1 bookmarked")


async def test_a_story_that_vanished_from_the_index_is_said_to_be_gone(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        rows = Index.rows
        gone = ui.stories.numbers[1]
        monkeypatch.setattr(
            Index,
            "rows",
            lambda index, *given: [row for row in rows(index, *given) if row.story != gone],
        )
        ui.stories.refresh_rows()
        assert "(this story is gone)" in ui.row(1)
        assert STORM in ui.row(0)


async def test_what_is_wrong_with_the_config_is_reported_in_one_notice(full_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('them = "dark"\ntext_width = 5\nread_after = 0\n')
    loaded = load_config(file)
    async with full_desk.open(config=loaded.config, config_problems=loaded.problems) as ui:
        (notice,) = ui.notices()
        assert notice.startswith("Config: ")
        assert "2 problems (newsreader doctor tells all)" in notice
        assert f"{file}:1:1:" in notice
        assert 'Did you mean "theme"?' in notice
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]


async def test_an_unknown_theme_is_reported_and_the_default_used(full_desk: Desk) -> None:
    async with full_desk.open(config=Config(theme="newsreader-purple", read_after=0)) as ui:
        assert ui.notices() == ['Config: There is no theme "newsreader-purple". Did you mean "newsreader-dark"?']
        assert ui.app.theme == "newsreader-dark"


async def test_every_theme_can_draw_the_reader(full_desk: Desk) -> None:
    async with full_desk.open(filter_text="coast") as ui:
        await ui.press("b")
        for name in sorted(ui.app.available_themes):
            ui.app.theme = name
            await ui.pilot.pause()
            assert ui.marked_in_list(0) == ["coast"], name
            assert ui.app.theme_variables["quiet"], name


async def test_the_text_is_no_wider_than_the_config_says(desk: Desk) -> None:
    desk.library.story("long", "Long", summary="word " * 200)
    async with desk.open(size=(200, 30), config=Config(text_width=40, read_after=0)) as ui:
        assert ui.main.query_one("#story-text").region.width <= 40


async def test_the_sample_opens_with_an_event_that_three_outlets_tell(desk: Desk) -> None:
    async with desk.open(desk.reader(sample_library(), is_sample=True), size=(120, 36)) as ui:
        rows = [ui.stories.row_at(index) for index in ui.stories.rows_in_sight()]
        first = [ui.reader.search.story(row.story) for row in rows[:3] if row is not None]
        assert len({Path(stored.path).parent for stored in first if stored is not None}) == 1, "one event"
        told = [stored.story for stored in first if stored is not None]
        assert all(story.key_points and story.original and story.outlet for story in told)
        assert len({story.rating for story in told}) == 3, "each from another side"
        letters = "".join(row.title for row in rows if row is not None)
        assert len(letters) > 200
        assert not {unicodedata.bidirectional(letter) for letter in letters} & {"R", "AL"}


async def test_the_sample_library_opens_without_a_problem_and_says_so(desk: Desk) -> None:
    async with desk.open(desk.reader(sample_library(), is_sample=True)) as ui:
        total = len(ui.stories.numbers)
        assert total > 30
        assert ui.status == f"{total} of {total} · {total} unread · 0 bookmarked · oldest first · sample library"
        assert ui.titles() == sorted(ui.titles(), key=ui.titles().index)
        for key, words in (("j", 1), ("G", total - 1), ("g", 0)):
            await ui.press(key)
            assert ui.stories.cursor == words
            assert ui.text("#story-text").startswith(ui.title)
        await ui.filter("putin title:pact")
        assert ui.title.startswith("Putin and Kim sign a pact")
        story = ui.text("#story-text")
        for part in ("BBC", "Watch the original video: the link is missing", "written by an AI", "Key points"):
            assert part in story
        assert "Center" in ui.text("#outlet-text")


async def test_it_is_said_once_where_reading_is_slow(full_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.sync.updating._is_slow", lambda: True)
    async with full_desk.open() as ui:
        assert [notice for notice in ui.notices() if notice.startswith("Reading is slow: PyYAML has no libyaml")]
        full_desk.library.story("more", "One more story")
        await ui.press("r")
        assert ui.notices() == ["Compared with the files: 1 file read, 0 gone."]


@pytest.mark.parametrize(
    ("key", "said", "teaches"),
    [("B", "Nothing is bookmarked yet.", "b keeps the story"), ("h", "Nothing is read yet.", "counts as read")],
)
async def test_an_empty_view_says_how_something_gets_into_it(
    full_desk: Desk, key: str, said: str, teaches: str
) -> None:
    async with full_desk.open() as ui:
        await ui.press(key)
        text = ui.text("#empty-list")
        assert said in text
        assert teaches in text
        assert "Esc shows all stories again." in text


async def test_escape_takes_notices_away(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b", "u")
        assert ui.notices() != []
        await ui.press("escape")
        assert ui.notices() == []


async def test_of_very_many_problems_of_the_config_the_number_and_the_first_are_reported(full_desk: Desk) -> None:
    problems = tuple(Problem("config.toml", line, 1, f"Wrong {line}.", "Mend it.") for line in range(1, 10))
    async with full_desk.open(size=(40, 12), config_problems=problems) as ui:
        (notice,) = ui.notices()
        assert (
            notice == "Config: 9 problems (newsreader doctor tells all), the first: config.toml:1:1: Wrong 1. Mend it."
        )
        shown = " ".join(ui.screen_text().split())
        assert "! Config: 9 problems" in shown
        assert "Wrong 1. Mend it." in shown, "a small window has all of it"


async def test_the_band_has_the_outlet_its_gauge_and_its_links(full_desk: Desk) -> None:
    async with full_desk.open(size=(90, 24)) as ui:
        band = ui.text("#outlet-band")
        assert "Harbour Post  ·●···" in band
        assert band.splitlines()[-1] == "o  original  w  website  harbour.example"


async def test_the_host_of_the_links_is_in_sight_in_the_band(full_desk: Desk) -> None:
    async with full_desk.open(size=(80, 24)) as ui:
        await ui.press("enter")
        band = ui.main.query_one("#outlet-band").region
        shown = "\n".join(strip.text for strip in ui.strips()[band.y : band.bottom])
        assert "harbour.example" in shown


async def test_where_the_band_has_one_line_the_host_of_the_links_stands_with_the_story(full_desk: Desk) -> None:
    async with full_desk.open(size=(40, 12)) as ui:
        await ui.press("enter")
        assert "o  Read the original article  harbour.example" in ui.text("#story-text")
        assert "w  The outlet's website  harbour.example" in ui.text("#story-text")


async def test_what_the_problems_box_says_of_keys_is_whole_on_forty_columns(full_desk: Desk) -> None:
    async with full_desk.open(size=(40, 12)) as ui:
        await ui.press("exclamation_mark")
        assert "Esc closes, then r reads again" in ui.screen_text()
