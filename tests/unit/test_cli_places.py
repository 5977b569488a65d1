"""The commands `init` and `paths`, and which library opens."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsreader.formats import parse_outlets
from newsreader.paths import sample_library

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


def places(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    return dict(line.split(maxsplit=1) for line in done.stdout.splitlines())


def test_a_new_library_is_sound_and_opens_by_itself(home: Home, run: Run) -> None:
    done = run(home, "init")
    assert done.stdout == ""
    assert "newsreader check" in done.stderr
    assert run(home, "check").stderr == "2 files, 1 story, 0 problems\n"
    (story,) = json.loads(run(home, "list", "--format", "json").stdout)
    assert story["outlet"]["bias"] is None
    library = places(run(home, "paths"))["library"]
    assert library == str(Path(home["XDG_DATA_HOME"], "newsreader", "library"))
    assert "not an empty folder" in run(home, "init", code=2).stderr


def test_a_new_library_knows_all_outlets_that_the_program_knows(home: Home, run: Run) -> None:
    run(home, "init")
    library = Path(places(run(home, "paths"))["library"])
    sample = parse_outlets((sample_library() / "outlets.yaml").read_bytes(), "outlets.yaml")
    made = parse_outlets((library / "outlets.yaml").read_bytes(), "outlets.yaml")
    assert made.problems == ()
    assert made.outlets == sample.outlets
    assert len(made.outlets) >= 30
    (library / "cnn.yaml").write_text("title: A story\nsummary: Text.\noutlet: CNN\n")
    (story,) = (each for each in json.loads(run(home, "list", "--format", "json").stdout) if each["title"] == "A story")
    assert story["outlet"]["bias"]["rating"] == "lean-left"


def test_a_new_library_anywhere(home: Home, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my news" / "here"
    done = run(home, "init", folder)
    assert f"newsreader --library '{folder}'" in done.stderr
    config = Path(home["XDG_CONFIG_HOME"], "newsreader", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text(done.stderr.splitlines()[-1], encoding="utf-8")
    assert places(run(home, "paths"))["library"] == str(folder)
    assert (folder / "outlets.yaml").stat().st_size


def test_init_never_touches_what_is_there(home: Home, call: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine", encoding="utf-8")
    call(home, "init", tmp_path / "full", code=2)
    call(home, "init", tmp_path / "full" / "mine", code=2)
    assert "can't be made" in call(home, "init", tmp_path / "full" / "mine" / "deeper", code=1).stderr
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine"]
    (tmp_path / "empty").mkdir()
    call(home, "init", tmp_path / "empty")


def test_a_library_that_can_not_be_written_leaves_nothing(
    home: Home, call: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def full(path: Path, *arguments: Any, **named: Any) -> int:
        if path.name == "first-story.yaml":
            path.touch()
            raise OSError(28, "No space left on device")
        return write(path, *arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        assert "No space left" in call(home, "init", tmp_path / "new" / "news", code=1).stderr
    assert not (tmp_path / "new" / "news").exists()
    call(home, "init", tmp_path / "new" / "news")


def test_paths_name_everything(home: Home, run: Run) -> None:
    done = run(home, "paths")
    found = places(done)
    assert list(found) == ["library", "index", "state", "backups", "config", "reports"]
    assert found["library"] == str(sample_library())
    assert "sample" in done.stderr
    assert found["state"] == str(Path(home["XDG_DATA_HOME"], "newsreader", "state.db"))
    run(home, "list")
    assert Path(found["index"]).is_file()
    assert Path(found["state"]).is_file()


def test_the_library_is_chosen_in_order(home: Home, call: Run, tmp_path: Path) -> None:
    for name in ("option", "variable", "config"):
        (tmp_path / name).mkdir()
    config = Path(home["XDG_CONFIG_HOME"], "newsreader", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text(f"library = {json.dumps(str(tmp_path / 'config'))}", encoding="utf-8")
    set_too = home | {"NEWSREADER_LIBRARY": str(tmp_path / "variable")}
    for environment, words, name, reason in (
        (set_too, ("--library", tmp_path / "option"), "option", "--library"),
        (set_too, (), "variable", "NEWSREADER_LIBRARY"),
        (home, (), "config", "the config"),
    ):
        done = call(environment, "paths", *words)
        assert places(done)["library"] == str(tmp_path / name)
        assert reason in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--library", "DIR", "paths"),
        ("paths", "--library", "DIR"),
        ("paths", "--library=DIR"),
        ("--library", "no such", "paths", "--library", "DIR"),
    ],
)
def test_the_library_is_named_before_or_after_the_command(
    home: Home, call: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = call(home, *(word.replace("DIR", str(tmp_path)) for word in words))
    assert places(done)["library"] == str(tmp_path)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_library_is_named_anywhere_about_a_bookmark(home: Home, call: Run, tmp_path: Path, at: int) -> None:
    words = ["bookmark", "list"]
    words[at:at] = ["--library", str(tmp_path)]
    done = call(home, *words)
    assert (done.stdout, done.stderr) == ("", "No story matches.\n")


@pytest.mark.parametrize(
    "words", [("list",), ("check",), ("paths",), ("show", "x"), ("bookmark", "list"), ("outlets",)]
)
@pytest.mark.parametrize("folder", ["~nobody-has-this-name/x", "x" * 5_000])
def test_no_such_library(home: Home, call: Run, words: tuple[str, ...], folder: str) -> None:
    done = call(home, "--library", folder, *words, code=2)
    assert done.stdout == ""
    assert "There is no library at" in done.stderr
    assert len(done.stderr) < 700


@pytest.mark.parametrize(
    "words", [("list",), ("check",), ("check", "x"), ("paths",), ("init",), ("doctor",), ("bookmark", "list")]
)
def test_a_home_that_can_not_be_is_reported(home: Home, run: Run, words: tuple[str, ...]) -> None:
    """Whatever a command meets first, it says what and never shows a traceback."""
    nowhere = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), f"/{'x' * 5000}")
    done = run(home | nowhere, *words, code=2 if words[0] in ("list", "check", "paths", "bookmark") else 1)
    assert "File name too long" in done.stderr


def test_what_is_made_of_the_users_own_is_for_the_user_alone(home: Home, call: Run) -> None:
    before = os.umask(0o022)
    try:
        call(home, "init")
        call(home, "bookmark", "add", call(home, "list", "--format", "ids").stdout.strip())
    finally:
        os.umask(before)
    data, cache = (Path(home[f"XDG_{name}_HOME"], "newsreader") for name in ("DATA", "CACHE"))
    (index,) = cache.iterdir()
    for folder in (data, data / "backups", index):
        assert folder.stat().st_mode & 0o777 == 0o700
