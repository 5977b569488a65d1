"""The command `check`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.index.reading import Index
from newsreader.paths import Paths

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

FILES = {
    "outlets.yaml": "- {id: harbour, name: Harbour Post, bias: {rating: left, source: AllSides}}\n",
    "good.yaml": "id: good\ntitle: Good\nsummary: s\noutlet: harbour\n",
    "sub/taken.yaml": "id: good\ntitle: Other\nsummary: s\n",
    "sub/unknown.yaml": "\ntitle: Unknown\nsummary: s\noutlet: harbor\n",
    "sub/rated.yaml": "title: Rated\nsummary: s\noutlet: {id: harbour, bias: {rating: right, source: Me}}\n",
    "twice.yaml": "- {id: two, title: One, summary: s}\n- {id: two, title: Two, summary: s}\n",
    "wrong.yaml": "title: Wrong\nsummary: s\npublished: 2024-13-45\n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, make_home: Callable[[Path], Home]) -> Home:
    """A user whose library has most things wrong; tests here only look at it."""
    folder = tmp_path_factory.mktemp("check")
    for name, text in FILES.items():
        file = folder / "library" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return make_home(folder) | {"NEWSREADER_LIBRARY": str(folder / "library")}


def library(place: Home) -> Path:
    return Path(place["NEWSREADER_LIBRARY"])


def test_every_problem_has_its_place_and_its_fix(place: Home, run: Run) -> None:
    done = run(place, "check", code=1)
    assert done.stderr == "7 files, 7 stories, 5 problems\n"
    rated, taken, unknown, twice, wrong = done.stdout.splitlines()
    assert rated.startswith("sub/rated.yaml:1:1: The rating here is Right, in the registry it is Left. Correct ")
    assert taken == (
        'sub/taken.yaml:1:1: The id "good" is already taken by good.yaml, line 1. Give this story another id.'
    )
    assert unknown == 'sub/unknown.yaml:2:1: The outlet "harbor" is not in the registry. Did you mean "harbour"?'
    assert twice.startswith('twice.yaml:2:1: The id "two" is already taken by line 1 of this file.')
    assert wrong.startswith("wrong.yaml:3:12: ")


def test_what_is_checked_is_what_the_index_finds(place: Home, run: Run) -> None:
    run(place, "list")
    paths = Paths(Path(), Path(), Path(place["XDG_CACHE_HOME"], "newsreader"))
    index = Index(paths.index_file(library(place)))
    found = sorted(map(str, index.problems()))
    index.close()
    assert found == sorted(run(place, "check", code=1).stdout.splitlines())


@pytest.mark.parametrize(
    ("path", "counted", "first"),
    [
        ("sub", "3 files, 3 stories, 2 problems", "sub/rated.yaml:1:1:"),
        ("wrong.yaml", "1 file, 1 story, 1 problem", "wrong.yaml:3:12:"),
        ("sub/unknown.yaml", "1 file, 1 story, 1 problem", "sub/unknown.yaml:2:1:"),
    ],
)
def test_a_part_is_checked_and_shown_as_it_was_named(
    place: Home, run: Run, path: str, counted: str, first: str
) -> None:
    for cwd, shown in ((library(place), ""), (None, f"{library(place)}/")):
        done = run(place, "check", shown + path, code=1, cwd=cwd)
        assert done.stdout.startswith(shown + first)
        assert done.stderr == counted + "\n"


@pytest.mark.parametrize("path", ["good.yaml", "outlets.yaml"])
def test_a_good_file_is_good(place: Home, call: Run, path: str) -> None:
    done = call(place, "check", library(place) / path)
    assert (done.stdout, done.stderr[:6]) == ("", "1 file")


def test_a_path_can_be_relative_to_the_library(place: Home, run: Run) -> None:
    assert run(place, "check", "wrong.yaml", code=1).stdout.startswith(str(library(place) / "wrong.yaml"))


def test_another_library_is_checked_with_its_own_registry(place: Home, call: Run, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "deep").mkdir(parents=True)
    (other / "outlets.yaml").write_text("- {id: hill, name: Hill}\n", encoding="utf-8")
    (other / "deep" / "a.yaml").write_text("title: A\nsummary: s\noutlet: hill\n", encoding="utf-8")
    for path in (other, other / "deep", other / "deep" / "a.yaml"):
        call(place, "check", path)


def test_a_broken_registry_is_reported(home: Home, call: Run, tmp_path: Path) -> None:
    (tmp_path / "outlets.yaml").write_text("- {id: a, name: A, bias: {rating: upward}}\n", encoding="utf-8")
    done = call(home, "--library", tmp_path, "check", code=1)
    assert done.stdout.startswith("outlets.yaml:1:")
    assert done.stderr == "1 file, 0 stories, 1 problem\n"


@pytest.mark.parametrize("path", ["/no/such/folder", "picture.png", "pipe.yaml", "x" * 5_000])
def test_what_is_no_story_file_is_bad_usage(home: Home, run: Run, tmp_path: Path, path: str) -> None:
    (tmp_path / "picture.png").write_bytes(b"x")
    if path == "pipe.yaml":
        os.mkfifo(tmp_path / path)
    assert run(home, "check", tmp_path / path, code=2).stdout == ""


def test_it_makes_no_index(home: Home, call: Run, tmp_path: Path) -> None:
    call(home, "check", "--library", tmp_path)
    assert not Path(home["XDG_CACHE_HOME"]).exists()
    assert not Path(home["XDG_DATA_HOME"]).exists()


def test_a_name_that_is_no_text_is_shown_safely(home: Home, call: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2Jb.yaml").write_text("summary: s\n", encoding="utf-8")
    done = call(home, "--library", tmp_path, "check", code=1)
    assert done.stdout.startswith("ab.yaml:")


@pytest.mark.parametrize("name", ["a.markdown", "sub/b.MKD", "c.text"])
def test_a_file_that_only_lacks_the_right_ending_is_reported(home: Home, call: Run, tmp_path: Path, name: str) -> None:
    library = tmp_path / "other"
    (library / name).parent.mkdir(parents=True)
    (library / name).write_text("# Title\n\nText.\n")
    (library / ".hidden.markdown").write_text("x")
    (library / "photo.jpeg").write_text("x")
    done = call(home, "check", library, code=1)
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{library / name}:0:0: This file is not read, as its name does not end in .md")


@pytest.mark.parametrize("name", ["outlets.yml", "Outlets.yaml", "sub/outlets.yaml"])
def test_a_registry_in_another_place_is_reported(home: Home, call: Run, tmp_path: Path, name: str) -> None:
    library = tmp_path / "other"
    (library / name).parent.mkdir(parents=True)
    (library / name).write_text("- id: a\n  name: A\n- id: b\n")
    (line,) = call(home, "check", library, code=1).stdout.splitlines()
    assert "looks like a registry of outlets" in line
    assert line.endswith("The registry is called outlets.yaml and lies in the library's top folder.")
