"""The command `import`: stories with their marks, each once, and none that the user removed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.test_imports import BOOKMARKS, MINIFLUX, RAINDROP, READWISE, ROWS, URLS, WALLABAG, cache
from tests.unit.test_layers import NEWS, modules_after
from tests.unit.told_library import write_library

from newsreader.formats import parse
from newsreader.story import Outlet, Story, story_to_dict

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "outlets.yaml").write_text("- {id: harbour, name: Harbour Post, website: https://a.example}\n")
    return folder


@pytest.fixture
def place(library: Path, home: Home) -> Home:
    """A user with an empty library, whose registry has one outlet."""
    return home | {"NEWSREADER_LIBRARY": str(library)}


def stories(call: Run, place: Home, *query: str) -> dict[str, dict[str, Any]]:
    """The stories of the library by their titles."""
    found = json.loads(call(place, "list", "--format", "json", *query).stdout)
    return {story["title"]: story for story in found}


def files(library: Path) -> list[Path]:
    return sorted(path for path in library.rglob("*.yaml") if path.parent != library)


def test_marks_come_along(place: Home, tmp_path: Path, call: Run) -> None:
    (tmp_path / "wallabag.json").write_text(json.dumps(WALLABAG))
    done = call(place, "import", tmp_path / "wallabag.json", code=1)
    assert done.stderr.splitlines()[-4:] == [
        f"{tmp_path}/wallabag.json: Entry 2: It has neither a title nor a link.",
        f"{tmp_path}/wallabag.json: Entry 3: It is not an object.",
        "Imported 1 story; 2 could not be taken.",
        "Marks: 1 read, 1 bookmarked, 1 with tags, 1 with a note.",
    ]
    (ferry,) = stories(call, place).values()
    assert (ferry["read"], ferry["bookmarked"], ferry["tags"]) == (True, True, ["sea", "two words"])
    assert ferry["note"] == "“sails”\nwhen?\n\n“again”"
    assert ferry["summary"] == "It sails & sails."
    assert ferry["outlet"]["id"] == "harbour"
    assert ferry["origin"]["made"] == "import"


def test_importing_twice_adds_nothing(place: Home, library: Path, tmp_path: Path, call: Run) -> None:
    database, bookmarks, highlights = tmp_path / "cache.db", tmp_path / "b.html", tmp_path / "r.csv"
    cache(database, ROWS)
    bookmarks.write_text(BOOKMARKS)
    highlights.write_text(READWISE)
    call(place, "import", database, bookmarks, highlights, code=1)
    before = {path: path.read_bytes() for path in files(library)}
    listed = stories(call, place)
    assert sorted(listed) == ["Ferry", "Second", "Talk", "The Sea", "The ferry <3", "https://a.example/3"]
    done = call(place, "import", database, bookmarks, highlights, code=1)
    assert "Imported 0 stories; 6 were in the library before; 3 could not be taken." in done.stderr
    assert {path: path.read_bytes() for path in files(library)} == before
    assert stories(call, place) == listed


def test_a_story_without_a_text_has_its_title_as_text(place: Home, tmp_path: Path, call: Run) -> None:
    (tmp_path / "b.html").write_text(BOOKMARKS)
    call(place, "import", tmp_path / "b.html", code=1)
    assert stories(call, place)["Second"]["summary"] == "Second"
    assert stories(call, place)["The ferry <3"]["summary"] == "It sails again."
    assert "0 problems" in call(place, "check").stderr


def test_a_story_that_is_there_already_gets_the_marks(place: Home, library: Path, tmp_path: Path, call: Run) -> None:
    own = "id: mine\ntitle: My own words\nsummary: s\noriginal: https://www.a.example/1?utm_source=x\n"
    (library / "own.yaml").write_text(own)
    (tmp_path / "w.json").write_text(json.dumps(WALLABAG[:1]))
    assert "1 were in the library before" in call(place, "import", tmp_path / "w.json").stderr
    (mine,) = stories(call, place).values()
    assert (mine["title"], mine["bookmarked"], mine["tags"]) == ("My own words", True, ["sea", "two words"])
    assert (library / "own.yaml").read_text() == own


def test_present_notes_and_tags_stay(place: Home, library: Path, tmp_path: Path, call: Run) -> None:
    (library / "own.yaml").write_text("id: mine\ntitle: T\nsummary: s\noriginal: https://a.example/1\n")
    call(place, "note", "set", "mine", "What I wrote.")
    call(place, "tag", "add", "Sea", "id:mine")
    (tmp_path / "w.json").write_text(json.dumps(WALLABAG[:1]))
    for _ in range(2):
        call(place, "import", tmp_path / "w.json")
    (mine,) = stories(call, place).values()
    assert mine["note"] == "What I wrote.\n\n“sails”\nwhen?\n\n“again”"
    assert mine["tags"] == ["Sea", "two words"]


def test_a_story_that_the_user_removed_stays_away(place: Home, library: Path, tmp_path: Path, call: Run) -> None:
    (tmp_path / "m.json").write_text(json.dumps(MINIFLUX))
    call(place, "import", tmp_path / "m.json")
    (file,) = files(library)
    file.unlink()
    for option in ("--dry-run", "--format=text", "--format=text"):
        done = call(place, "import", option, tmp_path / "m.json")
        assert "0 stories; 1 stay away, as you removed them." in done.stderr
    assert files(library) == []


def test_a_dry_run_writes_nothing(place: Home, library: Path, tmp_path: Path, call: Run) -> None:
    (tmp_path / "r.csv").write_text(RAINDROP)
    (tmp_path / "urls").write_text(URLS)
    done = call(place, "import", "--dry-run", tmp_path / "r.csv", tmp_path / "urls", code=1)
    assert done.stdout == "Ferry\nhttps://a.example/2\n"
    assert "Would subscribe to The Harbour" in done.stderr
    assert "Would import 2 stories; 1 could not be taken." in done.stderr
    assert "Marks: 1 bookmarked, 1 with tags, 1 with a note." in done.stderr
    assert [path.name for path in library.rglob("*")] == ["outlets.yaml"]
    assert stories(call, place) == {}


def test_feeds_are_subscribed_to_and_commands_named(place: Home, library: Path, tmp_path: Path, call: Run) -> None:
    (tmp_path / "urls").write_text(URLS)
    for _ in range(2):
        done = call(place, "import", tmp_path / "urls", code=1)
        assert "Line 3: It is no address of the web: https://b.example/feed?x=a b" in done.stderr
        assert "Line 6: a command is never run: exec:~/bin/rm-all.sh" in done.stderr
        assert "Line 5: a query is no feed" in done.stderr
    feeds = (library / "feeds.yaml").read_text()
    assert feeds.count("url:") == 2
    assert "exec" not in feeds
    assert "folder: sea" in feeds


def test_commands_and_queries_alone_are_no_failure_and_no_password_is_told(
    place: Home, tmp_path: Path, call: Run
) -> None:
    file = tmp_path / "urls"
    file.write_text("https://a.example/feed\nexec:~/bin/all.sh\n")
    assert "a command is never run" in call(place, "import", file).stderr
    file.write_text("https://ann:hidden-word@a.example/feed\nhttps://b.example/feed\n")
    done = call(place, "import", file, code=1)
    assert "Line 1: It is no address of the web: https://a.example/feed" in done.stderr
    assert "hidden-word" not in done.stderr


def test_the_report_for_programs_has_all_of_it(place: Home, tmp_path: Path, call: Run) -> None:
    (tmp_path / "r.csv").write_text(RAINDROP)
    done = call(place, "import", "--format", "json", tmp_path / "r.csv", tmp_path / "none", code=1)
    report = json.loads(done.stdout)
    first, second = report["files"]
    assert (first["kind"], first["new"], first["failed"]) == ("raindrop", 2, 1)
    assert first["problems"] == ["Line 4: It has no address."]
    assert "No such file" in second["reason"]
    assert report["marks"] == {"read": 0, "bookmarked": 1, "tagged": 1, "noted": 1}


def test_a_text_in_html_needs_the_libraries_of_the_news(
    place: Home, library: Path, tmp_path: Path, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {**MINIFLUX["entries"][0], "content": "It sails.", "url": "https://a.example/0"}  # type: ignore[index]
    (tmp_path / "m.json").write_text(json.dumps({"entries": [plain, *MINIFLUX["entries"]]}))  # type: ignore[misc]
    monkeypatch.setattr("newsreader.news.needed.find_spec", lambda _: None)
    done = call(place, "import", tmp_path / "m.json", code=1)
    assert "pip install 'newsreader[news]'" in done.stderr
    assert len(files(library)) == 1


def test_bad_usage_is_told_as_such(place: Home, tmp_path: Path, call: Run) -> None:
    (tmp_path / "x").write_text("hello")
    assert "Say it with --as" in call(place, "import", tmp_path / "x", code=1).stderr
    assert "not valid JSON" in call(place, "import", "--as", "wallabag", tmp_path / "x", code=1).stderr
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in call(place, "import", tmp_path / "pipe", code=1).stderr


def test_what_was_exported_is_imported_as_the_same_stories(
    place: Home, library: Path, tmp_path: Path, home: Home, call: Run, run: Run
) -> None:
    (library / "outlets.yaml").unlink()
    told = home | {"NEWSREADER_LIBRARY": str(write_library(tmp_path / "told"))}
    markdown = "---\nid: md\ntitle: Markdown\n---\n\n# Head\n\nA **bold** word.\n\n## Key points\n\n- *One*\n"
    (tmp_path / "told" / "library" / "page.md").write_text(markdown)
    call(told, "tag", "add", "sea", "ferry")
    call(told, "mark", "read", "comet")
    exported = tmp_path / "all.jsonl"
    call(told, "export", "--with-marks", exported)
    before = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    fresh = place | {"XDG_DATA_HOME": str(tmp_path / "data2"), "XDG_CACHE_HOME": str(tmp_path / "cache2")}
    assert "Imported 7 stories." in run(fresh, "import", exported).stderr
    run(fresh, "export", "--with-marks", "--force", exported)
    after = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    for story in (*before, *after):
        del story["path"]
        story["also_told_by"] = len(story["also_told_by"])
    assert sorted(after, key=lambda story: story["id"]) == sorted(before, key=lambda story: story["id"])
    assert "0 problems" in run(fresh, "check").stderr
    done = run(fresh, "import", "-", stdin=exported.read_text(encoding="utf-8"))
    assert "Imported 0 stories; 7 were in the library before." in done.stderr


HOSTILE_TITLES = (
    "../../etc/passwd", "con", ".hidden", "-rf", "\x1b]52;c;x\x07 title", "\u202egnp", "NUL\0x", "🦊", "x" * 100_000,
    "- a: [b", "# x", "</script>", "",
)  # fmt: skip


def test_hostile_titles_are_files_in_the_library_and_nothing_else(
    place: Home, library: Path, tmp_path: Path, call: Run
) -> None:
    listed = [{"title": title, "url": f"https://a.example/{n}", "is_archived": 0, "content": title, "tags": [title]}
              for n, title in enumerate(HOSTILE_TITLES)]  # fmt: skip
    listed += [{"title": title, "url": "", "is_archived": 0, "content": "../x"} for title in HOSTILE_TITLES]
    (tmp_path / "w.json").write_text(json.dumps(listed))
    call(place, "import", tmp_path / "w.json", code=1)
    outside = {path.name for path in tmp_path.iterdir()}
    assert outside == {"news", "home", "w.json"}
    for path in files(library):
        assert path.relative_to(library).parts[0] == "added"
        assert not path.is_symlink()
        assert len(parse(path.read_bytes(), path.name).stories) == 1
        assert path.name[0].isdigit()
    assert len(files(library)) >= 2 * len(HOSTILE_TITLES) - 3


def test_what_a_killed_run_left_is_removed_but_not_what_is_being_written(
    place: Home, library: Path, tmp_path: Path, call: Run
) -> None:
    folder = library / "added" / "2024-01"
    folder.mkdir(parents=True)
    old, new, own = folder / f".{'a' * 16}.new", folder / f".{'b' * 16}.new", folder / ".mine.new"
    for file in (old, new, own):
        file.touch()
    for file in (old, own):
        os.utime(file, (1, 1))
    (tmp_path / "m.json").write_text(json.dumps(MINIFLUX))
    call(place, "import", tmp_path / "m.json")
    assert [file.exists() for file in (old, new, own)] == [False, True, True]


def test_one_process_at_a_time_writes_what_comes_in(place: Home, tmp_path: Path, call: Run) -> None:
    (tmp_path / "m.json").write_text(json.dumps(MINIFLUX))
    call(place, "import", "--dry-run", tmp_path / "m.json")
    (lock,) = Path(place["XDG_DATA_HOME"]).rglob("fetch.lock")
    with sqlite3.connect(lock, isolation_level=None) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert "Another fetch of this library runs" in call(place, "import", tmp_path / "m.json", code=3).stderr


def test_a_link_in_the_place_of_the_folder_is_not_followed(
    place: Home, library: Path, tmp_path: Path, call: Run
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (library / "added").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "m.json").write_text(json.dumps(MINIFLUX))
    assert "can't be written" in call(place, "import", tmp_path / "m.json", code=1).stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_stories_in_json_and_bookmarks_need_no_libraries_of_the_news() -> None:
    statement = (
        "import newsreader.cli.exporting, newsreader.cli.importing\n"
        "import newsreader.news.imports.kinds, newsreader.news.imports.taking_in, newsreader.news.imports.marking"
    )
    assert not modules_after(statement) & NEWS


def test_a_story_without_an_id_keeps_its_own_where_its_outlet_is_known_by_another_name(
    place: Home, library: Path, tmp_path: Path, call: Run
) -> None:
    story = story_to_dict(Story("", "Ferry", "It sails.", outlet=Outlet(name="Harbour Post")))
    (tmp_path / "a.jsonl").write_text(json.dumps(story))
    for _ in range(2):
        call(place, "import", tmp_path / "a.jsonl")
    (ferry,) = stories(call, place).values()
    assert ferry["outlet"]["id"] == "harbour"
    assert len(files(library)) == 1
