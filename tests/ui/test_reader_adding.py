"""Adding a story in the reader: what is pasted is shown as it is read, and never lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from tests.news.server import FeedServer
from tests.news.texts import STORY_PAGE
from tests.ui.conftest import gated
from tests.ui.incoming import held, write_config
from tests.ui.terminal import reader
from textual import events
from textual.widgets import Static

from newsreader.paths import user_paths
from newsreader.session import SessionStore
from newsreader.ui import last_words
from newsreader.ui.boxes.adding import AddScreen
from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.main.draft import Draft

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

ARTICLE = "<html><head><title>Pier closes</title></head><body><article><h1>Pier closes</h1>" + "".join(
    f"<p>The old pier of the town closes for repairs that take {number} weeks, the office said on Monday.</p>"
    for number in range(2, 12)
)


def box(ui: ReaderUI) -> AddScreen:
    """The box, once it is open."""
    assert isinstance(ui.app.screen, AddScreen)
    return ui.app.screen


def said(ui: ReaderUI, selector: str) -> str:
    """What a line of the box says."""
    return str(box(ui).query_one(selector, Static).visual)


async def paste(ui: ReaderUI, text: str) -> None:
    """Open the box, and paste a text."""
    await ui.pilot.press("a")
    await ui.until(lambda: isinstance(ui.app.screen, AddScreen), "the box is open")
    ui.app.post_message(events.Paste(text))
    await ui.until(lambda: box(ui).text.strip().endswith(text.strip()[-20:]), "the text is pasted")


async def test_what_is_pasted_is_shown_as_it_is_read_with_its_lines_and_becomes_a_story(news_desk: Desk) -> None:
    async with news_desk.open(size=(120, 36)) as ui:
        await paste(ui, STORY_PAGE)
        await ui.until(lambda: "Ferry returns" in said(ui, "#add-fields"), "the fields are shown")
        rows = {row.split("  ")[0].strip(): row for row in said(ui, "#add-fields").splitlines()}
        assert rows["Title"].split()[1] == "1"
        assert rows["Summary"].split()[1] == "3–5"
        assert rows["Key points"].split()[2] == "7–8"
        assert "2: Repairs cost four million" in rows["Key points"]
        assert "18 Jun 2024" in rows["Date"]
        assert "https://harbour.example/ferry" in rows["Link"]
        assert "Left out" not in rows
        await ui.pilot.press("ctrl+s")
        await ui.until(lambda: not isinstance(ui.app.screen, AddScreen), "the box is left")
        await ui.until(lambda: ui.title == "Ferry returns after nine years", "the cursor is on the new story")
        await ui.settled()
        assert len(ui.titles()) == 5
        assert any("Added: added/" in each for each in ui.notices())
        await ui.press("a")
        assert box(ui).text == ""


async def test_for_a_story_of_a_new_outlet_two_files_are_read(news_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with news_desk.open() as ui:
        compare = Mock(wraps=ui.reader.sync)
        monkeypatch.setattr(ui.reader, "sync", compare)
        await paste(ui, STORY_PAGE.replace("Harbour Post", "Island Tribune"))
        await ui.pilot.press("ctrl+s")
        await ui.until(lambda: ui.title == "Ferry returns after nine years", "the cursor is on the new story")
        await ui.settled()
        assert "Island Tribune" in ui.reader.search.outlet_names()
        compare.assert_not_called()


async def test_key_points_are_promised_only_of_a_long_text(news_desk: Desk) -> None:
    async with news_desk.open(size=(80, 24)) as ui:
        await paste(ui, "Ferry returns\n\nThe ferry sails again. It was away for nine years.")
        await ui.until(lambda: "Ferry returns" in said(ui, "#add-fields"), "the fields are shown")
        rows = {row[:14].strip(): row for row in said(ui, "#add-fields").splitlines()}
        assert rows["Summary"].endswith("the whole text, or what says most of a long one")
        assert rows["Key points"].endswith("sentences that say most, if the text is long")
        await ui.until(lambda: rows["Summary"].strip() in ui.screen_text(), "none of it is cut")


async def test_a_story_without_key_points_has_no_row_of_them(news_desk: Desk) -> None:
    async with news_desk.open(size=(120, 36)) as ui:
        await paste(ui, "---\ntitle: Ferry returns\n---\nThe ferry sails again.\n")
        await ui.until(lambda: "Ferry returns" in said(ui, "#add-fields"), "the fields are shown")
        assert "Summary" in said(ui, "#add-fields")
        assert "Key points" not in said(ui, "#add-fields")


@pytest.mark.parametrize(
    ("size", "hint"),
    [
        ((80, 24), "Ctrl+s adds · Esc keeps the draft · Ctrl+g drops it"),
        ((40, 12), "Ctrl+s add, Esc keep, Ctrl+g drop ─"),
    ],
)
async def test_all_keys_of_the_box_are_named_in_a_narrow_window_too(
    news_desk: Desk, size: tuple[int, int], hint: str
) -> None:
    async with news_desk.open(size=size) as ui:
        await ui.press("a")
        await ui.until(lambda: hint in ui.screen_text(), "the hint has room")


async def test_a_story_that_the_filter_leaves_out_is_gone_to_all_the_same(news_desk: Desk) -> None:
    async with news_desk.open() as ui:
        await ui.filter("budget")
        await ui.press("escape", "1")
        await ui.filter("budget")
        await ui.press("enter")
        await paste(ui, STORY_PAGE)
        await ui.pilot.press("ctrl+s")
        await ui.until(lambda: ui.title == "Ferry returns after nine years", "the cursor is on the new story")
        assert ui.filter_text == ""


async def test_an_address_becomes_the_story_of_its_page(news_desk: Desk, server: FeedServer) -> None:
    url = server.serve("/pier", ARTICLE.encode(), Content_Type="text/html; charset=utf-8")
    async with news_desk.open() as ui:
        await paste(ui, url)
        await ui.until(lambda: "its page is fetched" in said(ui, "#add-fields"), "it is told what it is")
        await ui.pilot.press("ctrl+s")
        await ui.until(lambda: ui.title == "Pier closes", "the cursor is on the new story")


async def test_what_can_not_be_added_stays_with_the_reason(news_desk: Desk, server: FeedServer) -> None:
    url = f"{server.base}/gone"
    async with news_desk.open() as ui:
        await paste(ui, url)
        await ui.pilot.press("ctrl+s")
        await ui.until(lambda: "404" in said(ui, "#add-state"), "the reason is told")
        assert box(ui).text == url
        await ui.pilot.press("x")
        await ui.until(lambda: box(ui).text == f"{url}x", "the text can be changed")
        assert not box(ui).query_one("#add-state").display


async def test_the_same_story_again_is_gone_to_and_not_added(news_desk: Desk) -> None:
    async with news_desk.open() as ui:
        for _ in range(2):
            await paste(ui, STORY_PAGE)
            await ui.pilot.press("ctrl+s")
            await ui.until(lambda: not isinstance(ui.app.screen, AddScreen), "the box is left")
            await ui.settled()
            await ui.press("g")
        assert len(list((news_desk.library.root / "added").rglob("*.*"))) == 1


async def test_closing_keeps_the_text_and_dropping_asks(news_desk: Desk) -> None:
    store = SessionStore(news_desk.paths.session_file)
    async with news_desk.open(store=store) as ui:
        await paste(ui, "A text\nthat is not done")
        await ui.press("escape")
        assert any("The text is kept" in each for each in ui.notices())
    async with news_desk.open(store=SessionStore(news_desk.paths.session_file)) as ui:
        await ui.press("a")
        assert box(ui).text == "A text\nthat is not done"
        await ui.press("ctrl+g")
        assert isinstance(ui.app.screen, ConfirmScreen)
        await ui.press("n")
        assert box(ui).text == "A text\nthat is not done"
        await ui.press("ctrl+g", "y")
        assert not isinstance(ui.app.screen, AddScreen)
        await ui.press("a")
        assert box(ui).text == ""


async def test_adding_can_be_stopped_and_the_text_stays(news_desk: Desk, server: FeedServer) -> None:
    with held(server, "/slow", b"") as page:
        async with news_desk.open() as ui:
            await paste(ui, f"{server.base}/slow")
            await ui.pilot.press("ctrl+s")
            await ui.until(page.asked.is_set, "the page is asked for")
            assert "Adding…" in said(ui, "#add-state")
            await ui.pilot.press("escape")
            await ui.until(lambda: not box(ui).is_adding, "it is stopped")
            assert box(ui).text == f"{server.base}/slow"


async def test_hostile_text_is_clean_in_the_box_and_no_longer_than_there_is_room_for(news_desk: Desk) -> None:
    async with news_desk.open(size=(80, 24)) as ui:
        await ui.press("a")
        ui.app.post_message(events.Paste("[red]Bad\x1b[31m\u202etitle\n\n" + "[@click=app.quit]word[/] " * 20_000))
        await ui.until(lambda: len(box(ui).text) == 200_000, "as much as there is room for is there")
        await ui.until(lambda: "[red]Bad" in said(ui, "#add-fields"), "the fields are shown")
        assert "There is room for 200,000 characters" in said(ui, "#add-state")
        assert "\x1b" not in ui.screen_text()
        assert "\u202e" not in ui.screen_text()


async def test_the_sample_library_takes_nothing(desk: Desk) -> None:
    desk.library.fill()
    async with desk.open(desk.reader(is_sample=True)) as ui:
        for key in ("a", "F", "R", "ctrl+n"):
            await ui.press(key)
            assert ui.notices() == ["The sample library stays as it is. Begin your own: newsreader subscribe URL"], (
                "the same sentence for each, with what works"
            )
            await ui.press("j")
            assert ui.notices() == [], "the next key is an ordinary one"


async def test_a_text_whose_file_does_not_answer_is_told_at_the_end(
    news_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_words, "PATIENCE_WITH_MARKS", 0.2)
    async with news_desk.open(store=SessionStore(news_desk.paths.session_file)) as ui:
        await paste(ui, "A text\nthat is not done")
        with gated(ui.main.incoming._adding._draft, "_write") as gate:
            await ui.pilot.press("escape")
            await ui.until(gate.reached.is_set, "the text is being written")
            words = last_words.keep_the_rest(ui.main, ui.app.threads, ui.reader)
        assert "could not be kept. It took too long." in words
        assert words.strip().endswith("A text\nthat is not done")
        await ui.until(lambda: not ui.main.incoming.unkept, "it is kept all the same")
        assert last_words.keep_the_rest(ui.main, ui.app.threads, ui.reader) == ""


async def test_a_text_that_could_not_be_written_is_told_at_the_end(news_desk: Desk) -> None:
    async with news_desk.open(store=SessionStore(news_desk.paths.session_file)) as ui:
        await paste(ui, "A text\nthat is not done")
        folder = news_desk.paths.session_file.with_name("draft.txt")
        folder.mkdir(parents=True)
        await ui.press("escape")
        assert any("The draft can't be written" in each for each in ui.notices())
        words = last_words.keep_the_rest(ui.main, ui.app.threads, ui.reader)
        assert words.strip().endswith("A text\nthat is not done")


def test_what_another_reader_keeps_stays(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    ours, others = Draft(file), Draft(file)
    assert (ours.load(), others.load()) == ("", "")
    others.keep("of another")
    ours.keep("of ours")
    assert Draft(file).load() == "of ours\n\nof another"
    others.keep("")
    assert Draft(file).load() == "of ours\n\nof another"
    last = Draft(file)
    last.load()
    last.keep("")
    assert not file.exists()


def test_a_text_that_could_not_be_written_is_there_again_and_written_later(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    draft = Draft(folder / "draft.txt")
    draft.keep("of yesterday")
    folder.rename(tmp_path / "away")
    folder.write_text("no folder")
    assert draft.load() == "of yesterday"
    with pytest.raises(OSError, match="state"):
        draft.keep("of today")
    folder.unlink()
    (tmp_path / "away").rename(folder)
    assert draft.load() == "of today"
    draft.keep("of today, with more")
    assert Draft(folder / "draft.txt").load() == "of today, with more"


def test_texts_that_are_too_long_together_are_not_written_into_one_file(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    ours, others = Draft(file), Draft(file)
    assert (ours.load(), others.load()) == ("", "")
    others.keep("é" * 200_000)
    with pytest.raises(OSError, match="leaves no room"):
        ours.keep("€" * 200_000)
    assert Draft(file).load() == "é" * 200_000
    assert ours.load() == "€" * 200_000


def test_a_text_that_is_being_pasted_is_there_again_after_the_terminal_is_gone(
    tmp_path: Path, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    write_config(user_paths(), server)
    library = tmp_path / "library"
    library.mkdir()
    with reader(home, "--library", str(library)) as terminal:
        terminal.wait_for(lambda text: "0 of 0" in text, "the library is open")
        terminal.press("a")
        terminal.wait_for(lambda text: "Add a story" in text, "the box is open")
        terminal.send(b"\x1b[200~Precious text\nof two lines\x1b[201~")
        terminal.wait_for(lambda text: "of two lines" in text, "the text is pasted")
        terminal.go_away()
    with reader(home, "--library", str(library)) as terminal:
        terminal.wait_for(lambda text: "0 of 0" in text, "the library is open")
        terminal.press("a")
        terminal.wait_for(lambda text: "Precious text" in text, "the text is there")
