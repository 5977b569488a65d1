"""The command `export`."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.unit.told_library import write_library

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    """A user with a library in which two events are told by several outlets."""
    return home | {"NEWSREADER_LIBRARY": str(write_library(tmp_path))}


def headings(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("#")]


def test_stories_of_an_event_stand_together_where_the_first_of_them_is_found(place: Home, call: Run) -> None:
    page = call(place, "export", "--as", "markdown", "--title", "My week", "-").stdout
    assert headings(page) == [
        "# My week",
        "## Parliament rejects harbour tax",
        "## Astronomers photograph comet Ibarra",
        "### Astronomers photograph comet Ibarra",
        "### Comet Ibarra photographed near Jupiter",
        "## Ferry Halvorsen sinks off Bergen",
        "### Ferry Halvorsen sinks off Bergen",
        "### Halvorsen sinks off Bergen with salmon",
        "### Salmon crates drift after ferry Halvorsen sinks",
    ]
    assert "Told by Harbour Post (Lean Left), Hill Courier (Center), Morning Star (Right)" in page
    assert page.count("says nothing of accuracy") == 1


def test_the_ending_of_the_file_says_what_is_written(place: Home, tmp_path: Path, call: Run) -> None:
    beginnings = {
        "a.md": b"# News briefing",
        "a.html": b"<!DOCTYPE html>",
        "a.epub": b"PK",
        "a.jsonl": b'{"id"',
        "a.opml": b"<?xml",
    }
    for name, beginning in beginnings.items():
        done = call(place, "export", "ferry", tmp_path / name)
        assert done.stderr == f"Exported 3 stories to {tmp_path / name}.\n"
        assert (tmp_path / name).read_bytes().startswith(beginning)
    assert ZipFile(tmp_path / "a.epub").testzip() is None


def test_a_query_may_leave_words_out_and_the_file_comes_last(place: Home, call: Run) -> None:
    page = call(place, "export", "halvorsen", "-drift", "--as", "markdown", "-").stdout
    assert "Salmon crates" not in "\n".join(headings(page))
    assert "Also told by: Morning Star, Right" in page


def test_marks_stay_with_the_user_unless_wanted(place: Home, tmp_path: Path, call: Run) -> None:
    call(place, "tag", "add", "secret", "parliament")
    call(place, "note", "set", "alone", "Ask Ann.")
    for name in ("a.md", "a.html", "a.jsonl", "a.opml"):
        call(place, "export", "parliament", tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "secret" not in text
        assert "Ann" not in text
    for name in ("b.md", "b.html", "b.jsonl"):
        call(place, "export", "--with-marks", "parliament", tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "secret" in text
        assert "Ann" in text
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "b.md").stat().st_mode) == 0o600


def test_data_has_the_fields_of_a_listed_story_but_the_marks(place: Home, call: Run) -> None:
    call(place, "events")
    listed = [json.loads(line) for line in call(place, "list", "--format", "jsonl").stdout.splitlines()]
    exported = [json.loads(line) for line in call(place, "export", "--as", "jsonl", "-").stdout.splitlines()]
    marked = [json.loads(line) for line in call(place, "export", "--with-marks", "--as=jsonl", "-").stdout.splitlines()]
    assert marked == listed
    for story in listed:
        for name in ("bookmarked", "read", "tags", "note"):
            del story[name]
    assert exported == listed


def test_an_existing_file_is_written_over_only_with_force(place: Home, tmp_path: Path, call: Run) -> None:
    file = tmp_path / "a.html"
    file.write_text("mine")
    assert "--force" in call(place, "export", file, code=2).stderr
    assert file.read_text() == "mine"
    call(place, "export", "--force", file)
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "is not a file" in call(place, "export", "--as", "html", tmp_path, code=2).stderr
    assert "No such file" in call(place, "export", tmp_path / "none" / "a.html", code=1).stderr


def test_nothing_is_written_where_nothing_matches_or_is_understood(place: Home, tmp_path: Path, call: Run) -> None:
    file = tmp_path / "a.html"
    assert call(place, "export", "nothing-like-that", file, code=1).stderr == "No story matches.\n"
    assert "--as" in call(place, "export", tmp_path / "a.txt", code=2).stderr
    assert "The last word is the file, and ferry has no ending" in call(place, "export", "ferry", code=2).stderr
    assert "needs a file" in call(place, "export", "--as", "epub", "-", code=2).stderr
    call(place, "export", "foo:bar", file, code=2)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(("a", ".a"))] == []


def test_what_fails_halfway_leaves_the_file_as_it_was(
    place: Home, tmp_path: Path, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.html"
    file.write_text("mine")
    call(place, "list")

    def fails(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    done = call(place, "export", "--force", file, code=1)
    assert "No space left on device" in done.stderr
    assert file.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".a")] == []


@pytest.mark.parametrize("ending", [".md", ".html", ".epub", ".opml", ".jsonl"])
def test_a_title_and_a_name_of_any_bytes_are_taken(place: Home, tmp_path: Path, call: Run, ending: str) -> None:
    file = tmp_path / ("海" * 83)
    form = {".md": "markdown"}.get(ending, ending[1:])
    call(place, "export", "--as", form, "--title", "week \udcff\ud800\0]]></title>", file)
    assert file.stat().st_size > 0
    other = os.fsdecode(b"\xff") + ending
    assert "Exported" in call(place, "export", tmp_path / other).stderr
