"""The commands under `note`."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.reader import MarkResult
from newsreader.reader.marking import Marking
from newsreader.records import NOTE_LIMIT

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    """A user with two stories."""
    library = tmp_path / "library"
    library.mkdir()
    for name in "ab":
        text = f"id: story-{name}\ntitle: Title {name}\nsummary: s\n"
        (library / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home | {"NEWSREADER_LIBRARY": str(library)}


def note(call: Run, place: Home) -> str:
    return call(place, "note", "show", "story-a").stdout


def test_a_note_is_written_shown_found_replaced_and_removed(place: Home, run: Run, call: Run) -> None:
    done = run(place, "note", "set", "story-a", "Ask about the price.")
    assert (done.stdout, done.stderr) == ("", "Noted on “Title a”: 20 characters.\n")
    assert run(place, "note", "show", "story-a").stdout == "Ask about the price.\n"
    assert call(place, "list", "note:price", "--format", "ids").stdout == "story-a\n"
    assert call(place, "note", "set", "story-a", "Done.").stderr.startswith("Replaced the note on")
    assert call(place, "note", "set", "story-a", " Done. ").stderr == "The note on “Title a” was the same before.\n"
    assert note(call, place) == "Done.\n"
    assert call(place, "note", "set", "story-a", "").stderr == "Removed the note on “Title a”.\n"
    done = call(place, "note", "show", "story-a")
    assert (done.stdout, done.stderr) == ("", "There is no note on “Title a”.\n")
    assert call(place, "list", "has:note", "--format", "ids").stdout == ""
    assert call(place, "note", "set", "story-a", " ").stderr == "There is no note on “Title a”.\n"


def test_a_note_of_several_lines_comes_from_the_input(place: Home, run: Run) -> None:
    run(place, "note", "set", "story-a", "-", stdin="First.\r\n\r\nПривет — 日本\n")
    assert run(place, "note", "show", "story-a").stdout == "First.\n\nПривет — 日本\n"
    run(place, "note", "set", "story-a", "-", stdin="\n")
    assert run(place, "note", "show", "story-a").stdout == ""


def test_a_note_that_begins_with_a_hyphen_follows_two(place: Home, call: Run) -> None:
    call(place, "note", "set", "story-a", "--", "- one")
    assert note(call, place) == "- one\n"


def test_what_could_steer_a_terminal_is_removed(place: Home, run: Run, call: Run) -> None:
    run(place, "note", "set", "story-a", "-", stdin="\x1b]52;c;eA==\x07Safe\x1b[2J \u202etext")
    assert note(call, place) == "Safe text\n"


@pytest.mark.parametrize("text", ["x" * (NOTE_LIMIT + 1), "x" * (9 * NOTE_LIMIT)])
def test_a_note_that_is_too_long_leaves_the_one_that_is_there(place: Home, run: Run, text: str) -> None:
    run(place, "note", "set", "story-a", "Mine.")
    assert f"a note has room for {NOTE_LIMIT:,}" in run(
        place, "note", "set", "story-a", "-", stdin=text, code=2
    ).stderr.replace("A note", "a note")
    assert run(place, "note", "show", "story-a").stdout == "Mine.\n"


def test_the_longest_note_finds_room(place: Home, run: Run) -> None:
    run(place, "note", "set", "story-a", "-", stdin="語" * NOTE_LIMIT)
    assert run(place, "note", "show", "story-a").stdout == "語" * NOTE_LIMIT + "\n"


def test_an_input_that_is_no_text_is_refused(place: Home) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsreader", "note", "set", "story-a", "-"],
        env=place,
        input=b"\xff\xfe",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"not UTF-8 text" in done.stderr


def test_a_note_that_another_reader_writes_meanwhile_stays(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(place, "note", "set", "story-a", "Old.")
    write = Marking.write_note

    def write_late(marking: Marking, story_id: str, note: str, over: str | None = None) -> MarkResult:
        write(marking, story_id, "Theirs.")
        return write(marking, story_id, note, over)

    with monkeypatch.context() as patched:
        patched.setattr(Marking, "write_note", write_late)
        assert "It stays, and this one is below it." in call(place, "note", "set", "story-a", "Mine.").stderr
    assert note(call, place) == "Theirs.\n\nMine.\n"


@pytest.mark.parametrize("words", [("show",), ("set", "text")])
def test_a_story_that_is_not_there_is_said(place: Home, call: Run, words: tuple[str, ...]) -> None:
    for story_id in ("nope", "story", ""):
        said = call(place, "note", words[0], story_id, *words[1:], code=1).stderr
        assert "story has an id" in said
    assert call(place, "list", "has:note", "--format", "ids").stdout == ""


def test_on_a_terminal_it_is_said_how_a_note_ends(place: Home, call: Run) -> None:
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "newsreader", "note", "set", "story-a", "-"],
        env=place,
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        assert "Ctrl+D" in process.stderr.readline()
        os.write(mine, b"Typed.\n\x04")
        assert "Noted on" in process.stderr.read()
    os.close(mine)
    os.close(theirs)
    assert note(call, place) == "Typed.\n"
