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


def test_all_stories_of_a_query_are_bookmarked(place: Home, call: Run) -> None:
    done = call(place, "bookmark", "add", "--query", "-title:b is:unread")
    assert (done.stdout, done.stderr) == ("", "2 stories bookmarked.\n")
    assert kept(call, place) == ["story-c", "story-a"]
    assert call(place, "bookmark", "add", "--query", "title").stderr == "1 story bookmarked.\n"
    assert call(place, "bookmark", "add", "--query=-title:b").stderr == "2 stories found, bookmarked before.\n"
    assert call(place, "bookmark", "remove", "--query", "title:a OR title:b").stderr == (
        "2 stories no longer bookmarked.\n"
    )
    assert kept(call, place) == ["story-c"]
    assert call(place, "bookmark", "remove", "--query", "nothing").stderr == "No story matches.\n"


@pytest.mark.parametrize("query", ["", "!!!", "sort:oldest"])
@pytest.mark.parametrize("what", ["add", "remove"])
def test_a_query_that_looks_for_nothing_bookmarks_nothing(place: Home, call: Run, what: str, query: str) -> None:
    call(place, "bookmark", "add", "story-a")
    assert "nothing to look for" in call(place, "bookmark", what, "--query", query, code=2).stderr
    assert kept(call, place) == ["story-a"]


def test_ids_are_never_taken_for_a_query(place: Home, call: Run) -> None:
    assert "No story has an id that begins with" in call(place, "bookmark", "add", "title", code=1).stderr
    assert "There is no field" in call(place, "bookmark", "add", "--query", "titel:a", code=2).stderr
    assert kept(call, place) == []


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
    assert exported.startswith("---\n")
    assert "\n# Bookmarks\n" in exported
    run(place, "bookmark", "remove", "story-a")
    run(place, "bookmark", "import", "-", stdin=exported)
    assert kept(run, place) == ["story-a"]


def test_export_overwrites_only_with_force(place: Home, call: Run, tmp_path: Path) -> None:
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


def test_names_that_lead_nowhere_are_reported(place: Home, call: Run, tmp_path: Path) -> None:
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


def test_a_bad_record_is_reported_and_the_others_are_imported(place: Home, run: Run) -> None:
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
    assert "add, remove, list, show, export, import" in call(home, "bookmark", code=2).stderr
    assert 'Did you mean "remove"?' in call(home, "bookmark", "remov", "x", code=2).stderr
    call(home, "bookmark", "add", code=2)


def edit(place: Home, name: str, text: str) -> None:
    Path(place["NEWSREADER_LIBRARY"], f"{name}.yaml").write_text(text, encoding="utf-8")


def test_the_copy_of_a_bookmark_and_the_one_before_are_shown(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "story-a", "story-b")
    call(place, "tag", "add", "later", "title:a")
    assert "There is no copy from before" in call(place, "bookmark", "show", "story-a", "--previous", code=1).stderr
    edit(place, "a", "id: story-a\ntitle: Title a\nsummary: Corrected since.\npublished: 2024-01-01\n")
    call(place, "list")
    done = call(place, "bookmark", "show", "story-a")
    assert "Corrected since." in done.stdout
    assert "Tags: later" in done.stdout
    assert "--previous" in done.stderr
    before = call(place, "bookmark", "show", "story-a", "--previous").stdout
    assert "Corrected since." not in before
    assert "Title a" in before
    assert json.loads(call(place, "bookmark", "show", "story-a", "--format", "json").stdout)["story"]["summary"] == (
        "Corrected since."
    )
    assert "title: Title a" in call(place, "bookmark", "show", "story-a", "--previous", "--format", "markdown").stdout


def test_the_copy_before_is_that_of_the_last_change_of_the_story(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "story-a")
    for text in ("First.", "Second."):
        edit(place, "a", f"id: story-a\ntitle: Title a\nsummary: {text}\npublished: 2024-01-01\n")
        call(place, "list")
    library = Path(place["NEWSREADER_LIBRARY"])
    (library / "moved").mkdir()
    (library / "a.yaml").rename(library / "moved" / "a.yaml")
    call(place, "list")
    assert "First." in call(place, "bookmark", "show", "story-a", "--previous").stdout
    assert json.loads(call(place, "bookmark", "show", "story-a", "--format", "json").stdout)["path"] == "moved/a.yaml"


def test_which_bookmark_is_shown_has_to_be_plain(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "story-a", "story-b")
    assert "More than one bookmark" in call(place, "bookmark", "show", "story", code=1).stderr
    assert "No bookmark is of an id" in call(place, "bookmark", "show", "story-c", code=1).stderr
    assert "No bookmark is of an id" in call(place, "bookmark", "show", "", code=1).stderr


def test_the_same_id_in_another_library_is_another_story(place: Home, call: Run, tmp_path: Path) -> None:
    call(place, "bookmark", "add", "story-a")
    call(place, "tag", "add", "legal", "title:a")
    call(place, "mark", "read", "title:a")
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.yaml").write_text("id: story-a\ntitle: Otters return to the canal\nsummary: s\n", encoding="utf-8")
    there = place | {"NEWSREADER_LIBRARY": str(other)}

    def run(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        return call(there, "--library", other, *words, code=code)

    for query in ("is:bookmarked", "tag:legal", "is:read"):
        assert "Otters" not in run("list", query).stdout, query
    assert "Was not bookmarked: Otters" in run("bookmark", "remove", "story-a").stderr
    run("tag", "add", "wild", "otters")
    run("bookmark", "add", "story-a")
    assert "Otters" in run("list", "tag:wild", "is:bookmarked").stdout
    home = Path(place["NEWSREADER_LIBRARY"])
    assert "Title a" in call(place, "--library", home, "list", "tag:legal", "is:bookmarked", "is:read").stdout
    assert "Title a" not in call(place, "--library", home, "list", "tag:wild").stdout
    exported = json.loads(call(place, "bookmark", "export").stdout)["bookmarks"]
    assert {each["story"]["title"]: each["tags"] for each in exported} == {
        "Title a": ["legal"],
        "Otters return to the canal": ["wild"],
    }
    run("bookmark", "remove", "story-a")
    assert "Title a" in call(place, "--library", home, "list", "is:bookmarked").stdout


def test_marks_of_two_stories_of_one_id_come_in_with_their_own(place: Home, call: Run, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.yaml").write_text("id: story-a\ntitle: Otters return to the canal\nsummary: s\n", encoding="utf-8")
    for library, title in ((place["NEWSREADER_LIBRARY"], "title:a"), (other, "otters")):
        call(place, "--library", library, "bookmark", "add", "story-a")
        call(place, "--library", library, "tag", "add", title.removeprefix("title:"), title)
    text = call(place, "bookmark", "export").stdout
    (tmp_path / "kept.json").write_text(text, encoding="utf-8")
    new = place | {"XDG_DATA_HOME": str(tmp_path / "new")}
    call(new, "bookmark", "import", tmp_path / "kept.json")
    call(new, "bookmark", "import", tmp_path / "kept.json")
    assert call(new, "bookmark", "export").stdout == text


def test_a_tagged_story_keeps_its_tag_when_another_takes_its_id(place: Home, call: Run) -> None:
    call(place, "tag", "add", "legal", "title:a")
    edit(place, "a", "id: story-a\ntitle: Otters return to the canal\nsummary: Three were seen.\n")
    assert "Otters" not in call(place, "list", "tag:legal").stdout
    assert "legal  1" in call(place, "tag", "list").stdout
    call(place, "tag", "add", "wild", "otters")
    edit(place, "a", "id: story-a\ntitle: Title a\nsummary: s\npublished: 2024-01-01\n")
    assert "Title a" in call(place, "list", "tag:legal").stdout
    assert "Title a" not in call(place, "list", "tag:wild").stdout


def test_unbookmarking_what_was_found_by_its_text_alone_works(place: Home, call: Run) -> None:
    text = (
        "The council has voted to close the harbour bridge for six weeks of repairs. Buses will go round by the old lock,"
        " and a ferry will take people across the harbour every ten minutes, from Monday to Saturday, until October."
    )
    edit(place, "a", f"title: Council votes to close harbour bridge\nsummary: {text}\n")
    (story_id,) = call(place, "list", "council", "--format", "ids").stdout.split()
    call(place, "bookmark", "add", story_id)
    library = Path(place["NEWSREADER_LIBRARY"])
    (library / "a.yaml").unlink()
    (library / "moved.yaml").write_text(
        f"title: Council votes at last to close harbour bridge\nsummary: {text}\n", encoding="utf-8"
    )
    (new_id,) = call(place, "list", "is:bookmarked", "--format", "ids").stdout.split()
    assert new_id != story_id
    assert (
        "No longer bookmarked: Council votes at last to close harbour bridge"
        in call(place, "bookmark", "remove", new_id).stderr
    )
    assert kept(call, place) == []


def test_a_story_with_the_id_of_a_bookmark_is_not_unbookmarked_for_it(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "story-a")
    edit(place, "a", "id: story-a\ntitle: Otters return to the canal\nsummary: Three were seen.\n")
    assert "Was not bookmarked: Otters" in call(place, "bookmark", "remove", "story-a").stderr
    assert "Bookmarked: Otters" in call(place, "bookmark", "add", "story-a").stderr
    exported = json.loads(call(place, "bookmark", "export").stdout)["bookmarks"]
    assert {each["story"]["title"] for each in exported} == {"Title a", "Otters return to the canal"}


def test_bookmarks_of_a_library_that_was_moved_are_found_and_stay_as_they_are(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "story-a")
    before = call(place, "bookmark", "export").stdout
    library = Path(place["NEWSREADER_LIBRARY"])
    library.rename(library.with_name("elsewhere"))
    (story,) = json.loads(
        call(place, "--library", library.with_name("elsewhere"), "list", "is:bookmarked", "--format", "json").stdout
    )
    assert story["path"] == "a.yaml"
    assert call(place, "bookmark", "export").stdout == before


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_what_is_no_journal_is_reported_by_every_command(place: Home, call: Run, make: Callable[[Path], None]) -> None:
    call(place, "bookmark", "add", "story-a")
    journal = Path(place["XDG_DATA_HOME"], "newsreader", "state.db-journal")
    make(journal)
    for words in (("list",), ("bookmark", "add", "story-b"), ("bookmark", "export"), ("tag", "list")):
        assert "state.db-journal is not a file" in call(place, *words, code=1).stderr
    assert "state.db-journal is not a file" in call(place, "doctor", code=1).stdout
    assert not journal.is_file()
