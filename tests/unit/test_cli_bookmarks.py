"""The commands under `bookmark`."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    """A user with three stories, a, b and c."""
    library = tmp_path / "library"
    library.mkdir()
    for name in "abc":
        text = f"id: story-{name}\ntitle: Title {name}\nsummary: s\npublished: 2024-01-0{ord(name) - 96}\n"
        (library / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home | {"NEWSREADER_LIBRARY": str(library)}


def kept(run: Run, place: Home) -> list[str]:
    return run(place, "bookmark", "list", "--format", "ids").stdout.split()


def test_bookmarks_come_and_go(place: Home, run: Run) -> None:
    done = run(place, "bookmark", "add", "story-a", "story-c")
    assert (done.stdout, done.stderr) == ("", "Bookmarked: Title a\nBookmarked: Title c\n")
    assert kept(run, place) == ["story-c", "story-a"]
    assert run(place, "list").stdout.splitlines()[0].startswith("N*  story-c")
    assert "before" in run(place, "bookmark", "add", "story-c").stderr
    assert run(place, "bookmark", "remove", "story-c").stderr == "No longer bookmarked: Title c\n"
    assert run(place, "bookmark", "remove", "story-c").stderr == "Was not bookmarked: Title c\n"
    assert kept(run, place) == ["story-a"]


def test_a_missing_story_leaves_all_as_it_was(place: Home, call: Run) -> None:
    done = call(place, "bookmark", "add", "story-a", "nope", "story", code=1)
    assert len(done.stderr.splitlines()) == 2
    assert kept(call, place) == []


def test_a_bookmark_outlives_its_file_and_can_be_removed(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "story-b")
    Path(place["NEWSREADER_LIBRARY"], "b.yaml").unlink()
    (story,) = json.loads(call(place, "bookmark", "list", "--format", "json").stdout)
    assert (story["title"], story["path"], story["bookmarked"]) == ("Title b", None, True)
    assert "copy" in call(place, "show", "story-b").stderr
    call(place, "bookmark", "remove", "story-b")
    assert kept(call, place) == []
    call(place, "show", "story-b", code=1)


@pytest.mark.parametrize("name", ["kept.md", "kept"])
def test_what_is_exported_can_be_imported(place: Home, call: Run, tmp_path: Path, name: str) -> None:
    call(place, "bookmark", "add", "story-a", "story-b")
    file = tmp_path / name
    done = call(place, "bookmark", "export", file)
    assert (done.stdout, done.stderr) == ("", f"Exported 2 bookmarks to {file}.\n")
    assert file.read_text(encoding="utf-8").startswith("{") == (name == "kept")
    call(place, "bookmark", "remove", "story-b")
    assert call(place, "bookmark", "import", file).stderr == "Imported 1 bookmark; 1 were here before.\n"
    assert kept(call, place) == ["story-b", "story-a"]


def test_export_to_the_output_and_import_from_the_input(place: Home, run: Run) -> None:
    run(place, "bookmark", "add", "story-a")
    assert run(place, "bookmark", "export").stdout.startswith("{")
    exported = run(place, "bookmark", "export", "-", "--format", "markdown").stdout
    assert exported.startswith("# ")
    run(place, "bookmark", "remove", "story-a")
    run(place, "bookmark", "import", "-", stdin=exported)
    assert kept(run, place) == ["story-a"]


def test_export_overwrites_only_when_told_to(place: Home, call: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text("mine", encoding="utf-8")
    assert "--force" in call(place, "bookmark", "export", file, code=2).stderr
    assert file.read_text(encoding="utf-8") == "mine"
    call(place, "bookmark", "export", file, "--force")
    assert json.loads(file.read_text(encoding="utf-8"))["bookmarks"] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "library", "mine.json"]


def test_export_goes_only_to_files(place: Home, call: Run, tmp_path: Path) -> None:
    call(place, "bookmark", "export", tmp_path, "--force", code=2)
    assert "No such file" in call(place, "bookmark", "export", tmp_path / "none" / "x.json", code=1).stderr


def test_names_that_lead_nowhere_are_told(place: Home, call: Run, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "is not a file" in call(place, "bookmark", "export", tmp_path / "loop", code=2).stderr
    assert "symbolic links" in call(place, "bookmark", "import", tmp_path / "loop", code=2).stderr
    for action in ("export", "import"):
        said = call(place, "bookmark", action, "x" * 5_000, code=2).stderr
        assert "File name too long" in said or "…" in said
        assert len(said) < 700


def test_export_and_import_need_no_library(place: Home, run: Run) -> None:
    lost = place | {"NEWSREADER_LIBRARY": "/no/such/folder"}
    exported = run(lost, "bookmark", "export").stdout
    run(lost, "bookmark", "import", "-", stdin=exported)


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"format": "newsreader-bookmarks", "version": 99}', "{" * 5000])
def test_what_is_no_export_is_refused(home: Home, call: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "file"
    file.write_text(text, encoding="utf-8")
    assert call(home, "bookmark", "import", file, code=2).stderr


def test_files_that_cannot_be_imported(home: Home, call: Run, tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path, tmp_path / "missing", binary):
        assert str(file) in call(home, "bookmark", "import", file, code=2).stderr


def test_a_bad_record_is_told_and_the_others_are_imported(place: Home, run: Run) -> None:
    run(place, "bookmark", "add", "story-a")
    document = json.loads(run(place, "bookmark", "export").stdout)
    document["bookmarks"].append({"uuid": "x"})
    done = run(place, "bookmark", "import", "-", stdin=json.dumps(document), code=1)
    assert done.stderr.splitlines()[0].startswith("Bookmark 2 can't be read")
    assert done.stderr.splitlines()[1] == "Imported 0 bookmarks; 1 were here before."


def refusing(place: Home, table: str, condition: str = "TRUE") -> None:
    """Have the state refuse new rows of a table."""
    with closing(sqlite3.connect(Path(place["XDG_DATA_HOME"], "newsreader", "state.db"))) as connection:
        connection.execute(
            f"CREATE TRIGGER refuse BEFORE INSERT ON {table} WHEN {condition}"
            " BEGIN SELECT RAISE(ABORT, 'no more of these'); END"
        )


def test_an_import_that_fails_halfway_adds_nothing(place: Home, call: Run, tmp_path: Path) -> None:
    call(place, "bookmark", "add", "story-a")
    call(place, "tag", "add", "later", "id:story-a")
    file = tmp_path / "kept.json"
    call(place, "bookmark", "export", file)
    call(place, "bookmark", "remove", "story-a")
    call(place, "tag", "remove", "later", "id:story-a")
    refusing(place, "tags")
    assert "no more of these" in call(place, "bookmark", "import", file, code=1).stderr
    assert kept(call, place) == []


def test_bookmarks_that_are_asked_for_together_are_set_together(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "story-a")
    refusing(place, "bookmarks", "NEW.story_id = 'story-c'")
    done = call(place, "bookmark", "add", "story-b", "story-c", code=1)
    assert "no more of these" in done.stderr
    assert "Bookmarked" not in done.stderr
    assert kept(call, place) == ["story-a"]


def test_an_export_that_cant_be_written_leaves_the_file_that_is_there(
    place: Home, call: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    file = folder / "kept.json"
    call(place, "bookmark", "add", "story-a")
    call(place, "bookmark", "export", file)
    before = file.read_bytes()
    call(place, "bookmark", "add", "story-b")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("newsreader.cli.bookmarks.os.fsync", full)
    assert "No space left" in call(place, "bookmark", "export", file, "--force", code=1).stderr
    assert file.read_bytes() == before
    assert list(folder.iterdir()) == [file]


def test_an_action_has_to_be_named(home: Home, call: Run) -> None:
    assert "add, remove, list, export, import" in call(home, "bookmark", code=2).stderr
    assert 'Did you mean "remove"?' in call(home, "bookmark", "remov", "x", code=2).stderr
    call(home, "bookmark", "add", code=2)
