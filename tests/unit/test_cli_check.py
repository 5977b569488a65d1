"""The command `check`."""

from __future__ import annotations

import os
import re
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


def problems(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines of what was found, but for notes."""
    return [line for line in done.stdout.splitlines() if ": note: " not in line]


def library(place: Home) -> Path:
    return Path(place["NEWSREADER_LIBRARY"])


def test_every_problem_has_its_place_and_its_fix(place: Home, run: Run) -> None:
    done = run(place, "check", code=1)
    assert done.stderr == "7 files, 7 stories, 5 problems, 7 notes\n"
    rated, taken, unknown, twice, wrong = problems(done)
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
    assert found == sorted(problems(run(place, "check", code=1)))


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
        assert problems(done)[0].startswith(shown + first)
        assert re.sub(r", \d+ notes?\n", "\n", done.stderr) == counted + "\n"


@pytest.mark.parametrize("path", ["good.yaml", "outlets.yaml"])
def test_a_good_file_is_good(place: Home, call: Run, path: str) -> None:
    done = call(place, "check", library(place) / path)
    assert (problems(done), done.stderr[:6]) == ([], "1 file")


def test_a_path_can_be_relative_to_the_library(place: Home, run: Run) -> None:
    assert problems(run(place, "check", "wrong.yaml", code=1))[0].startswith(str(library(place) / "wrong.yaml"))


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


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ("", "no outlet, no date, no link"),
        ("outlet: {name: A}\n", "no date, no link"),
        ("published: 2024-01-02\noriginal: {kind: video}\n", "no outlet, no link"),
        ("outlet: {name: A}\npublished: 2024-01-02\noriginal: https://a.example/1\n", ""),
    ],
)
def test_what_a_story_does_not_say_is_a_note_which_is_no_problem(
    home: Home, call: Run, tmp_path: Path, fields: str, missing: str
) -> None:
    (tmp_path / "a.yaml").write_text(f"\ntitle: A\nsummary: s\n{fields}", encoding="utf-8")
    done = call(home, "--library", tmp_path, "check")
    assert done.stdout == (f"a.yaml:2:1: note: The story has {missing}.\n" if missing else "")
    assert done.stderr == f"1 file, 1 story, 0 problems{', 1 note' if missing else ''}\n"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("a b.html", "newsreader add 'sub/a b.html'"),
        ("-rf.HTM", "newsreader add sub/-rf.HTM"),
        ("a.json", "Call it a.yaml if it is a story, as YAML includes JSON; else try: newsreader add sub/a.json"),
        (
            "{0}.json",
            "Call it {0}.yaml if it is a story, as YAML includes JSON; else try: newsreader add 'sub/{0}.json'",
        ),
        ("a.csv", "A list of ratings is read by: newsreader ratings import. Else try: newsreader add sub/a.csv"),
        ("a.markdown", "Call it a.md."),
    ],
)
def test_a_file_that_is_dropped_into_the_library_is_named_with_what_to_do(
    home: Home, call: Run, tmp_path: Path, name: str, fix: str
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / name).write_text("x", encoding="utf-8")
    done = call(home, "--library", tmp_path, "check", code=1)
    assert done.stdout == (
        f"sub/{name}:0:0: This file is not read, as its name does not end in .md, .txt, .yaml, .yml. {fix}\n"
    )


def test_notes_are_not_counted_as_problems_of_the_index(home: Home, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: A\nsummary: s\nlink: https://a.example\n", encoding="utf-8")
    run(home, "--library", tmp_path, "list")
    index = Index(Paths(Path(), Path(), Path(home["XDG_CACHE_HOME"], "newsreader")).index_file(tmp_path))
    assert index.problem_count() == 0
    assert [problem.severity.value for problem in index.problems()] == ["note"]
    index.close()
