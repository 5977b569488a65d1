"""Old stories that came from feeds, put away and brought back."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from tests.news.conftest import Reader
from tests.news.server import FeedServer
from tests.news.texts import item, rss

from newsreader.errors import NewsreaderError
from newsreader.news.tidying import bring_back, parse_age, put_away


@pytest.fixture
def stories(reader: Reader, server: FeedServer) -> list[str]:
    """The paths of three fetched stories, which are older than the user's other ones."""
    reader.feeds(server.serve("/a", rss(item(1), item(2), item(3))))
    reader.fetch()
    return list(reader.stories())


def away(reader: Reader) -> list[str]:
    """The files that are put away, as paths below their day."""
    days = [day for day in (reader.library / ".tidied").glob("*") if day.is_dir()]
    return sorted(path.relative_to(day).as_posix() for day in days for path in day.rglob("*") if path.is_file())


def test_old_stories_are_put_away_and_brought_back(reader: Reader, stories: list[str]) -> None:
    before = reader.stories()
    dry = reader.run("tidy", "--older", "90d", "--dry-run")
    assert (dry.stdout.splitlines(), reader.stories()) == (stories, before)
    done = reader.run("tidy", "--older", "12w")
    assert done.stdout == dry.stdout
    assert (reader.stories(), away(reader)) == ({}, stories)
    assert reader.run("list", "--format", "ids").stdout == ""
    assert reader.run("tidy", "--older", "90d").stdout == ""
    back = reader.run("tidy", "--undo")
    assert back.stdout == done.stdout
    assert reader.stories() == before
    assert not (reader.library / ".tidied").exists()
    assert reader.run("tidy", "--undo").stderr.endswith("0 story files brought back\n")


def test_what_is_put_away_is_not_fetched_again(reader: Reader, stories: list[str]) -> None:
    reader.run("tidy", "--older", "90d")
    reader.fetch()
    assert reader.stories() == {}
    reader.run("tidy", "--undo")
    reader.fetch()
    assert list(reader.stories()) == stories


def test_what_is_marked_in_any_way_stays(reader: Reader, stories: list[str]) -> None:
    ids = reader.run("list", "--format", "ids").stdout.split()
    reader.run("bookmark", "add", ids[0])
    reader.run("note", "set", ids[1], "mine")
    reader.run("hide", ids[2])
    assert reader.run("tidy", "--older", "90d").stdout == ""
    reader.run("unhide", ids[2])
    reader.run("tag", "add", "later", f"id:{ids[2]}")
    assert reader.run("tidy", "--older", "90d").stdout == ""
    reader.run("tag", "delete", "later")
    reader.run("mark", "read", f"id:{ids[2]}")
    assert len(reader.run("tidy", "--older", "90d").stdout.splitlines()) == 1
    assert len(reader.stories()) == 2


def test_what_the_user_edited_or_wrote_stays(reader: Reader, stories: list[str]) -> None:
    edited = reader.library / stories[0]
    edited.write_text(edited.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    (reader.library / "own.yaml").write_text(
        "title: Own\nsummary: s\npublished: 2001-01-01\norigin: {made: feed}\n", encoding="utf-8"
    )
    assert reader.run("tidy", "--older", "90d").stdout.splitlines() == stories[1:]
    assert edited.exists()
    assert (reader.library / "own.yaml").exists()


def test_what_is_not_old_stays(reader: Reader, stories: list[str]) -> None:
    assert reader.run("tidy", "--older", "9999w").stdout == ""
    assert list(reader.stories()) == stories


@pytest.mark.parametrize(
    "words", [(), ("--older", "90d", "--undo"), ("--undo", "--dry-run"), ("--older", "soon"), ("--older", "-1d")]
)
def test_bad_usage(reader: Reader, words: tuple[str, ...]) -> None:
    reader.run("tidy", *words, code=2)


def test_without_fetched_stories_nothing_is_done(reader: Reader) -> None:
    assert "Nothing of this library was fetched" in reader.run("tidy", "--older", "90d").stderr
    assert os.listdir(reader.library) == []


def test_no_file_takes_the_place_of_another(reader: Reader, stories: list[str]) -> None:
    reader.run("tidy", "--older", "90d")
    new = reader.library / stories[0]
    new.parent.mkdir(parents=True, exist_ok=True)
    new.write_text("title: New\nsummary: s\n", encoding="utf-8")
    done = reader.run("tidy", "--undo", code=1)
    assert f"{stories[0]} stays where it is: File exists." in done.stderr
    assert done.stdout.splitlines() == stories[1:]
    assert new.read_text(encoding="utf-8") == "title: New\nsummary: s\n"
    assert away(reader) == stories[:1]


def test_no_folder_on_the_way_may_be_a_link(tmp_path: Path) -> None:
    library, other = tmp_path / "library", tmp_path / "other"
    for folder in (library / "news", other / "2026-01-01"):
        folder.mkdir(parents=True)
    (library / "news" / "a.yaml").write_text("a", encoding="utf-8")
    (library / ".tidied").symlink_to(other)
    (other / "2026-01-01" / "b.yaml").write_text("b", encoding="utf-8")
    moved = put_away(library, ["news/a.yaml"], date(2026, 1, 1))
    assert (moved.paths, len(moved.faults)) == ((), 1)
    with pytest.raises(NewsreaderError, match="is a link"):
        bring_back(library)
    assert (library / "news" / "a.yaml").exists()
    assert (other / "2026-01-01" / "b.yaml").exists()


@pytest.mark.parametrize("text", ["", "90", "d", "1.5d", "99999d", "9 d", "\u0669d d", "90d;rm"])
def test_what_is_no_age(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_age(text)
