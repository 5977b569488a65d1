"""The doctor finds real damage, changes nothing unless asked to, and fixes what is safe to fix."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.unit.shelf import as_yaml

Call = Callable[..., subprocess.CompletedProcess[str]]


class Ward:
    """A user's folders with a library that was read and a story that was bookmarked and tagged."""

    def __init__(self, folder: Path, environment: dict[str, str], call: Call) -> None:
        self.library = folder / "library"
        self.library.mkdir()
        for number in range(5):
            story = {"title": f"Story {number}", "id": f"i{number}", "summary": "Text."}
            (self.library / f"{number}.yaml").write_text(as_yaml(story), encoding="utf-8")
        self.environment = environment
        self._call = call
        self.home = Path(environment["HOME"])

    def run(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command on the library."""
        return self._call(self.environment, "--library", self.library, *words, code=code)

    def fill(self) -> Ward:
        """Bookmark and tag."""
        self.run("bookmark", "add", "i1", "i2")
        self.run("tag", "add", "later", "story")
        return self

    @property
    def index(self) -> Path:
        """The index."""
        (index,) = (self.home / "cache").rglob("index.db")
        with closing(sqlite3.connect(index)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return index

    @property
    def state(self) -> Path:
        """The state."""
        return self.home / "data" / "newsreader" / "state.db"

    def lines(self, level: str, code: int = 0) -> list[str]:
        """What the doctor says at a level, each with what to do."""
        said = self.run("doctor", code=code).stdout.splitlines()
        whole = [
            f"{line} {after.strip()}" if after.startswith("  ") else line
            for line, after in zip(said, [*said[1:], ""], strict=True)
        ]
        return [line for line in whole if line.startswith(level)]

    def everything(self) -> dict[str, tuple[int, int, bytes]]:
        """All files of the user with rights, time and content, but what SQLite keeps beside an index while it is open."""
        return {
            str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes())
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and not path.name.endswith(("-wal", "-shm"))
        }


@pytest.fixture
def ward(tmp_path: Path, home: dict[str, str], call: Call) -> Ward:
    return Ward(tmp_path, home, call)


def test_all_is_well_where_nothing_was_used_yet(ward: Ward) -> None:
    assert ward.lines("problem") == []
    assert any("none yet at" in line for line in ward.lines("ok       state"))


def test_all_is_well_after_use_and_nothing_is_changed_by_looking(ward: Ward) -> None:
    ward.fill()
    assert ward.index.exists()
    before = ward.everything()
    done = ward.run("doctor")
    assert not [line for line in done.stdout.splitlines() if line.startswith(("warning", "problem"))]
    assert "5 stories" in done.stdout
    assert "2 bookmarks" in done.stdout
    assert "with FTS5" in done.stdout
    assert ward.everything() == before


def test_a_damaged_index_is_found_and_made_again(ward: Ward) -> None:
    ward.fill()
    with closing(sqlite3.connect(ward.index)) as connection:
        connection.execute("UPDATE story_text_data SET block = zeroblob(30) WHERE id > 10")
        connection.commit()
    (problem,) = ward.lines("problem", code=1)
    assert "is damaged: words of the full-text table are missing." in problem
    assert "newsreader doctor --fix" in problem
    before = ward.index.read_bytes()
    ward.lines("problem", code=1)
    assert ward.index.read_bytes() == before
    assert "index: made again from 5 files" in ward.run("doctor", "--fix").stderr
    assert ward.lines("problem") == []
    assert len(ward.run("list", "tag:later", "story", "--format", "ids").stdout.splitlines()) == 5


@pytest.mark.parametrize("content", [b"garbage" * 500, b"", b"SQLite format 3\0" + b"\xff" * 4_000])
def test_an_index_that_is_none_is_found_and_made_again(ward: Ward, content: bytes) -> None:
    ward.fill()
    index = ward.index
    index.write_bytes(content)
    assert len(ward.lines("problem", code=1)) == 1
    ward.run("doctor", "--fix")
    assert "2 bookmarks" in ward.run("doctor").stdout
    assert len(ward.run("list", "is:bookmarked", "--format", "ids").stdout.splitlines()) == 2


def test_a_damaged_state_is_found_and_recovered_from_its_backup(ward: Ward) -> None:
    ward.fill()
    ward.run("list")  # which makes a backup
    size = ward.state.stat().st_size
    with ward.state.open("r+b") as file:
        file.seek(4_096)
        file.write(b"\xee" * (size - 4_096))
    damaged = ward.state.read_bytes()
    (problem,) = ward.lines("problem", code=1)
    assert f"{ward.state} is damaged" in problem
    assert ward.state.read_bytes() == damaged
    done = ward.run("doctor", "--fix")
    assert "state: " in done.stderr
    assert "2 bookmarks" in done.stdout
    assert ward.lines("problem") == []
    kept = [path for path in ward.state.parent.rglob("*") if path.is_file() and path.read_bytes() == damaged]
    assert kept, "the damaged file is put aside"


def test_a_state_that_is_missing_comes_back_from_its_backup(ward: Ward) -> None:
    ward.fill()
    ward.run("list")
    ward.state.unlink()
    (problem,) = ward.lines("problem", code=1)
    assert "is missing, and there are backups" in problem
    assert "2 bookmarks" in ward.run("doctor", "--fix").stdout


def test_a_record_that_is_not_what_was_written_is_counted(ward: Ward) -> None:
    ward.fill()
    with closing(sqlite3.connect(ward.state)) as connection:
        connection.execute("UPDATE tags SET crc = crc + 1 WHERE story_id = 'i1'")
        connection.commit()
    (warning,) = ward.lines("warning  state")
    assert "1 record of it" in warning


def test_a_state_of_another_program_is_a_problem(ward: Ward) -> None:
    ward.fill()
    with closing(sqlite3.connect(ward.state)) as connection:
        connection.execute("PRAGMA application_id = 7")
    (problem,) = ward.lines("problem", code=1)
    assert "it belongs to another program" in problem


def test_a_state_of_a_newer_program_is_left_alone(ward: Ward) -> None:
    ward.fill()
    with closing(sqlite3.connect(ward.state)) as connection:
        connection.execute("PRAGMA user_version = 99")
    (warning,) = [line for line in ward.lines("warning") if "newer newsreader" in line]
    assert "Update newsreader" in warning
    before = ward.state.read_bytes()
    ward.run("doctor", "--fix")
    assert ward.state.read_bytes() == before


def test_rights_that_others_have_are_found_and_taken_away(ward: Ward) -> None:
    ward.fill()
    ward.state.chmod(0o644)
    ward.state.parent.chmod(0o755)
    (problem,) = ward.lines("problem", code=1)
    assert "Others can look into" in problem
    ward.run("doctor", "--fix")
    assert ward.state.stat().st_mode & 0o777 == 0o600
    assert ward.state.parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_is_made_where_there_is_none(ward: Ward) -> None:
    ward.fill()
    folder = ward.state.parent / "backups"
    for backup in folder.glob("state-*.db"):
        backup.unlink()
    (warning,) = ward.lines("warning")
    assert "There is none." in warning
    ward.run("doctor", "--fix")
    assert len(list(folder.glob("state-*.db"))) == 1
    assert ward.lines("warning") == []


def test_what_is_wrong_with_config_session_and_library_is_reported(ward: Ward) -> None:
    config = ward.home / "config" / "newsreader" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("text_width = 3\nnonsense = 1\n", encoding="utf-8")
    session = ward.home / "data" / "newsreader" / "session.json"
    session.parent.mkdir(parents=True)
    session.write_text("{", encoding="utf-8")
    problems = ward.lines("problem", code=1)
    assert len([line for line in problems if "config" in line and "config.toml:" in line]) == 2
    assert any("session.json can't be read" in line for line in ward.lines("warning", code=1))
    ward.library.rename(ward.library.with_name("elsewhere"))
    assert any("There is no library at" in line for line in ward.lines("problem", code=1))


PLACES = {
    "config": ("config/newsreader/config.toml", "problem", "config", "The config file can't be read"),
    "session": ("data/newsreader/session.json", "warning", "session", "session.json can't be read"),
    "theme": ("config/newsreader/themes/a.toml", "warning", "themes", "a.toml can't be read"),
    "state": ("data/newsreader/state.db", "problem", "state", "state.db is not a file"),
    "backup": ("data/newsreader/backups/state-20990101-000000.db", "ok", "state", "none yet at"),
}


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir], ids=["pipe", "folder"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_what_is_no_file_is_reported_and_not_waited_for(
    ward: Ward, place: tuple[str, str, str, str], make: Callable[[Path], None]
) -> None:
    name, level, check, told = place
    path = ward.home / name
    path.parent.mkdir(parents=True)
    make(path)
    lines = ward.lines(level, code=int(level == "problem"))
    (line,) = [line for line in lines if line.startswith(f"{level:<8} {check}")]
    assert told in line
    ward.run("doctor", "--fix", code=int(level == "problem"))
    assert path.exists()
    assert not path.is_file()


def test_an_index_that_is_a_pipe_is_made_again(ward: Ward) -> None:
    ward.fill()
    index = ward.index
    index.unlink()
    os.mkfifo(index)
    (problem,) = ward.lines("problem", code=1)
    assert "index.db is not a file" in problem
    ward.run("doctor", "--fix")
    assert index.is_file()


def test_an_index_that_is_a_folder_is_left_to_the_user(ward: Ward) -> None:
    ward.fill()
    index = ward.index
    index.unlink()
    index.mkdir()
    for words in (("doctor",), ("doctor", "--fix"), ("doctor",)):
        said = ward.run(*words, code=1).stdout
        assert f"{index} is a folder, where the index has to be." in said
        assert "damaged" not in said


def test_an_index_is_not_thrown_away_while_its_library_is_gone(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    ward.fill()
    index = ward.index
    index.write_bytes(b"garbage" * 500)

    scandir = os.scandir

    def closed(path: Any) -> Any:
        if isinstance(path, bytes) and os.fsencode(ward.library) == path.rstrip(b"/"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    done = ward.run("doctor", "--fix", code=1)
    assert "could not be fixed" in done.stderr
    assert index.read_bytes() == b"garbage" * 500


def test_it_says_of_themes_what_the_reader_would(ward: Ward) -> None:
    themes = ward.home / "config" / "newsreader" / "themes"
    themes.mkdir(parents=True)
    (themes / "sea.toml").write_text('primary = "#336699"\n', encoding="utf-8")
    assert any("1 file in" in line for line in ward.lines("ok       themes"))
    (themes / "bad.toml").write_text("primary = ", encoding="utf-8")
    (themes / "nord.toml").write_text('primary = "#336699"\n', encoding="utf-8")
    bad, twin = ward.lines("warning")
    assert "bad.toml:1:1: The theme is not TOML" in bad
    assert 'There is another theme "nord".' in twin


def test_a_link_to_a_state_that_is_not_there_is_reported_and_left(ward: Ward, tmp_path: Path) -> None:
    ward.fill()
    disk = tmp_path / "disk"
    disk.mkdir()
    ward.state.rename(disk / "state.db")
    ward.state.symlink_to(disk / "state.db")
    assert ward.lines("problem") == []
    disk.rename(tmp_path / "unmounted")
    for words in (("doctor",), ("doctor", "--fix"), ("doctor",)):
        assert f"{ward.state} is a link to {disk / 'state.db'}, which is not there." in ward.run(*words, code=1).stdout
    assert "Mount its disk, or remove the link" in ward.run("bookmark", "add", "i3", code=1).stderr
    assert not disk.exists()
    (tmp_path / "unmounted").rename(disk)
    assert "2 bookmarks" in ward.run("doctor").stdout


def test_a_file_in_the_place_of_the_backups_is_reported(ward: Ward) -> None:
    ward.fill()
    shutil.rmtree(ward.state.parent / "backups")
    (ward.state.parent / "backups").write_text("in the way", encoding="utf-8")
    for words in (("doctor",), ("doctor", "--fix")):
        assert "backups is not a folder." in ward.run(*words, code=1).stdout


def test_names_from_the_disk_are_shown_clean(ward: Ward) -> None:
    themes = ward.home / "config" / "newsreader" / "themes"
    (themes / "\x1b]0;x\x07folder").mkdir(parents=True)
    (warning,) = ward.lines("warning")
    assert "\x1b" not in warning
    assert "folder can't be read" in warning


def test_backups_are_listed_and_one_can_be_brought_back(ward: Ward) -> None:
    ward.fill()
    ward.run("bookmark", "remove", "i1")
    name = next(line.split()[2].rstrip(",") for line in ward.lines("ok       backup ") if "2 bookmarks" in line)
    today = ward.state.read_bytes()
    done = ward.run("doctor", "--restore", name)
    assert "2 bookmarks" in done.stderr
    assert len(ward.run("list", "is:bookmarked", "--format", "ids").stdout.splitlines()) == 2
    (aside,) = ward.state.parent.glob("state.db.replaced-*")
    assert aside.read_bytes() == today
    (line,) = [line for line in ward.lines("ok       backup ") if aside.name in line]
    assert "1 bookmark," in line
    ward.run("doctor", "--restore", aside.name)
    assert len(ward.run("list", "is:bookmarked", "--format", "ids").stdout.splitlines()) == 1


def test_a_backup_that_is_not_there_is_reported(ward: Ward) -> None:
    ward.fill()
    assert "There is no backup" in ward.run("doctor", "--restore", "nonsense", code=1).stderr
    assert "More than one backup" in ward.run("doctor", "--restore", "state-", code=1).stderr
    ward.run("doctor", "--restore", "state-", "--fix", code=2)


def test_a_missing_state_comes_back_from_the_backup_that_is_named(ward: Ward) -> None:
    ward.fill()
    ward.state.unlink()
    name = next(line.split()[2].rstrip(",") for line in ward.lines("ok       backup ", code=1) if "5 other" in line)
    ward.run("doctor", "--restore", name)
    assert len(ward.run("list", "tag:later", "--format", "ids").stdout.splitlines()) == 5


def test_the_model_that_gets_text_is_named_with_what_its_key_lacks(ward: Ward, tmp_path: Path) -> None:
    config = ward.home / "config" / "newsreader" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[summarize]\nendpoint = "http://localhost:8080/v1"\nmodel = "small"\n', encoding="utf-8")
    assert next(line for line in ward.lines("ok") if "small" in line).endswith(
        "small at localhost:8080, on this machine"
    )
    key = tmp_path / "key"
    key.write_text("sk-live-0123", encoding="utf-8")
    key.chmod(0o644)
    there = '[summarize]\nendpoint = "https://models.example/v1"\nmodel = "small"\n'
    config.write_text(f'{there}key_file = "{key}"\n', encoding="utf-8")
    assert any("small at models.example, to which summarize sends text" in line for line in ward.lines("ok"))
    assert any("Others may read the file with the model's key." in line for line in ward.lines("warning"))
    config.write_text(f'{there}key_env = "NO_SUCH_KEY"\n', encoding="utf-8")
    assert any("The variable NO_SUCH_KEY with the model's key is not set." in line for line in ward.lines("warning"))
