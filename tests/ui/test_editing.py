"""Editing files from the reader: an editor has the terminal alone, and what it wrote is read."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.ui.terminal import Terminal, reader

from newsreader.errors import Problem, Severity
from newsreader.ui.boxes.problems import ProblemsScreen

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

STAND_IN = f"""#!{sys.executable}
import json, os, signal, sys, termios
facts = {{
    "arguments": sys.argv[1:],
    "terminals": [os.isatty(number) for number in range(3)],
    "is_echoing": bool(termios.tcgetattr(0)[3] & termios.ECHO),
}}
print("\\x1b[2J\\x1b[HAN EDITOR", flush=True)
facts["typed"] = sys.stdin.readline()
with open(FACTS + ".part", "w") as file:
    json.dump(facts, file)
os.rename(FACTS + ".part", FACTS)
"""
WRITES = "open(sys.argv[-1], 'w').write({text!r})\n"
RAW = "import tty; tty.setraw(0); sys.stdout.write('\\x1b[?1049h\\x1b[?1000h'); sys.stdout.flush()\n"
GOOD = "title: Mended\nsummary: Text.\n"


def editor(home: Path, name: str, code: str = "") -> dict[str, str]:
    """Put an editor on the PATH, and return the surroundings in which it is the user's."""
    script = home / "bin" / name
    script.parent.mkdir(exist_ok=True)
    script.write_text(STAND_IN.replace("FACTS", repr(str(home / "facts.json"))) + code, encoding="utf-8")
    script.chmod(0o755)
    return {"EDITOR": name, "PATH": str(home / "bin")}


def library(home: Path, **files: str) -> Path:
    folder = home / "news"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def facts(home: Path) -> Any:
    return json.loads((home / "facts.json").read_text())


def let_it_edit(terminal: Terminal) -> None:
    """Wait for the editor, and let it end."""
    terminal.wait_for(lambda text: "AN EDITOR" in text, "the editor has the terminal")
    terminal.press("jjq\r")


TWO = "- {id: a, title: One, summary: Text, published: 2024-01-02}\n\n- {id: b, title: Two, summary: Text}\n"


def test_the_story_at_the_cursor_is_edited_at_its_line_and_read_again(tmp_path: Path) -> None:
    news = library(tmp_path, two=TWO)
    surroundings = editor(tmp_path, "vim", WRITES.format(text=GOOD))
    with reader(tmp_path, "--library", str(news), environment=surroundings) as terminal:
        terminal.wait_for(lambda text: "2 of 2" in text, "the stories are listed")
        terminal.press("jE")
        let_it_edit(terminal)
        terminal.wait_for(lambda text: "Mended" in text and "1 of 1" in text, "the file is read again")
        assert facts(tmp_path) == {
            "arguments": ["+3", str(news / "two.yaml")],
            "terminals": [True, True, True],
            "is_echoing": True,
            "typed": "jjq\n",
        }
        assert terminal.is_raw
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the reader takes keys again")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert terminal.settings_now == terminal.settings


def test_enter_edits_the_file_of_a_problem_and_the_box_is_brought_up_to_date(tmp_path: Path) -> None:
    news = library(tmp_path, bad="title: One\nsummary: [\n", good=GOOD)
    surroundings = editor(tmp_path, "nano", WRITES.format(text="title: Fixed\nsummary: Text.\n"))
    with reader(tmp_path, "--library", str(news), environment=surroundings) as terminal:
        terminal.wait_for(lambda text: "1 problem" in text, "there is a problem")
        terminal.press("!")
        terminal.wait_for(lambda text: "bad.yaml:" in text, "the problem is shown")
        terminal.press("\r")
        let_it_edit(terminal)
        terminal.wait_for(lambda text: "No problems" in text, "the problem is gone from the box")
        line, path = facts(tmp_path)["arguments"]
        assert (line[0], int(line[1:]) > 1, path) == ("+", True, str(news / "bad.yaml"))
        terminal.press("q")
        terminal.wait_for(lambda text: "Fixed" in text, "the story is listed")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sys.exit(7)\n", "ended with exit status 7"),
        ("os.kill(os.getpid(), signal.SIGKILL)\n", "was ended by SIGKILL"),
        (RAW + "os.kill(os.getpid(), signal.SIGTERM)\n", "was ended by SIGTERM"),
    ],
    ids=["fails", "killed", "killed with the terminal raw"],
)
def test_an_editor_that_does_not_end_well_is_told_and_the_terminal_is_as_before(
    tmp_path: Path, code: str, words: str
) -> None:
    news = library(tmp_path, one=GOOD)
    with reader(tmp_path, "--library", str(news), environment=editor(tmp_path, "vim", code)) as terminal:
        terminal.wait_for(lambda text: "1 of 1" in text, "the story is listed")
        terminal.press("E")
        let_it_edit(terminal)
        terminal.wait_for(lambda text: words in text and "filter: words" in text, "it is told")
        assert terminal.is_raw
        terminal.press_until(["\x1b", "q"], lambda _: terminal.has_ended(), "the reader is left")
        assert terminal.wait_for_end() == 0
        assert terminal.settings_now == terminal.settings


def test_an_editor_that_can_t_be_started_is_told(tmp_path: Path) -> None:
    news = library(tmp_path, one=GOOD)
    surroundings = editor(tmp_path, "vim")
    (tmp_path / "bin" / "vim").write_text("#!/nowhere/at/all\n")
    with reader(tmp_path, "--library", str(news), environment=surroundings) as terminal:
        terminal.wait_for(lambda text: "1 of 1" in text, "the story is listed")
        terminal.press("E")
        terminal.wait_for(lambda text: "could not be started" in text and "filter: words" in text, "it is told")
        assert terminal.is_raw


async def notices_of_edit(ui: ReaderUI) -> list[str]:
    await ui.press("E")
    return ui.notices()


async def test_without_an_editor_it_is_said_how_to_set_one(full_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    async with full_desk.open() as ui:
        (said,) = await notices_of_edit(ui)
        assert said.startswith("Not edited: No editor is set.")
        assert "export EDITOR=" in said


async def test_in_a_browser_it_is_said_that_there_is_no_editor(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        monkeypatch.setattr(type(ui.app), "is_web", True)
        (said,) = await notices_of_edit(ui)
        assert said.endswith("newsreader edit ID")


async def test_a_file_that_is_gone_or_a_link_now_is_told(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        path = full_desk.library.root / "storm.yaml"
        path.unlink()
        path.symlink_to("/dev/null")
        (said,) = await notices_of_edit(ui)
        assert "storm.yaml is not there any more" in said


async def test_the_copy_of_a_bookmark_whose_file_is_gone_has_nothing_to_edit(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b")
        (full_desk.library.root / "storm.yaml").unlink()
        await ui.press("r", "B")
        assert "copy" in (await notices_of_edit(ui))[-1]


def box(ui: ReaderUI) -> ProblemsScreen:
    screen: Any = ui.app.screen
    assert isinstance(screen, ProblemsScreen)
    return screen


def marked(ui: ReaderUI) -> str:
    """The problem at the cursor."""
    text = box(ui).query_one("#problems-text")
    assert hasattr(text, "current")
    number = text.page.found[text.current][0]  # type: ignore[attr-defined]
    return str(text.page.lines[number].content.plain)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_the_cursor_goes_through_all_problems_and_stays_in_sight(desk: Desk, size: tuple[int, int]) -> None:
    for number in range(9):
        desk.library.write(f"{number}.yaml", f"title: {'long ' * 100}: {number}\nsummary: [\n")
    async with desk.open(size=size) as ui:
        await ui.press("exclamation_mark")
        seen = [marked(ui)]
        for _ in range(200):
            await ui.press("j")
            assert marked(ui).split(":")[0] in ui.screen_text() or marked(ui) == seen[-1]
            if marked(ui).split(":")[0] != seen[-1].split(":")[0]:
                seen.append(marked(ui))
            if marked(ui).startswith("8.yaml"):
                break
        assert [place[0] for place in seen] == [*"012345678"]
        await ui.press("g")
        assert marked(ui).startswith("0.yaml")
        await ui.press("G")
        assert marked(ui).startswith("8.yaml")
        await ui.press("k")
        await ui.press("pageup", "pagedown", "down", "up")
        assert marked(ui)


async def test_the_cursor_of_the_box_stays_on_its_problem_when_others_go(desk: Desk) -> None:
    for name in "abc":
        desk.library.write(f"{name}.yaml", f"title: {name}\nsummary: [\n")
    async with desk.open(size=(100, 30)) as ui:
        await ui.press("exclamation_mark", "j")
        assert marked(ui).startswith("b.yaml")
        desk.library.write("a.yaml", "title: a\nsummary: Text.\n")
        ui.main.syncer.look_at(b"a.yaml")
        await ui.settled()
        assert marked(ui).startswith("b.yaml")
        desk.library.write("b.yaml", "title: b\nsummary: Text.\n")
        desk.library.write("c.yaml", "title: c\nsummary: Text.\n")
        ui.main.syncer.look_at(b"b.yaml")
        await ui.settled()
        assert marked(ui).startswith("c.yaml")
        ui.main.syncer.look_at(b"c.yaml")
        await ui.settled()
        assert "No problems" in ui.screen_text()
        await ui.press("enter", "j", "k", "G", "g", "pagedown", "pageup")
        assert "No problems" in ui.screen_text()


async def test_more_problems_than_are_shown_are_counted(desk: Desk) -> None:
    async with desk.open() as ui:
        many = [Problem(f"{number}.yaml", 0, 0, "Bad.", "Fix it.", Severity.ERROR) for number in range(600)]
        ui.app.push_screen(ProblemsScreen(many))
        await ui.settled()
        await ui.press("G")
        assert "And 100 more" in ui.screen_text()


async def test_a_file_whose_name_can_t_be_shown_is_found_by_what_is_shown(desk: Desk) -> None:
    name = b"odd\xff\x1bname.yaml"
    desk.library.write(os.fsdecode(name), "title: [\n")
    async with desk.open() as ui:
        (problem,) = ui.reader.search.problems()
        assert ui.reader.search.path_shown_as(problem.path) == name
        assert ui.reader.search.path_shown_as("nothing.yaml") is None
