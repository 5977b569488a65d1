"""Stories that are written into a library: whole, under a safe name, over nothing, and through no link."""

from __future__ import annotations

import errno
import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.strategies import stories

from newsreader.formats import parse
from newsreader.news.names import file_name, safe_name
from newsreader.news.writing import NotWrittenError, encoded, rewrite_story, write_story
from newsreader.story import Story

STORY = Story(id="f-1", title="Ferry returns", summary="It sails again.", published=date(2026, 3, 2), id_declared=True)
DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def is_safe(name: str) -> bool:
    """Whether every system takes `name` for the name of a plain file, and no program takes it for an option."""
    return (
        0 < len(name.encode()) <= 100
        and not re.search(r'[\x00-\x1f\x7f<>:"/\\|?*\s]', name)
        and not name.startswith((".", "-", "~"))
        and not name.endswith((".", " "))
        and not DEVICE.fullmatch(name)
        and all(char.isprintable() for char in name)
    )


@given(st.text(max_size=400))
def test_every_title_gives_a_safe_name_that_stays_the_same(title: str) -> None:
    name = safe_name(title)
    assert is_safe(name)
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ferry returns: after nine years!", "ferry-returns-after-nine-years"),
        ("../../etc/x", "etc-x"),
        ("con", "con-"),
        ("NUL", "nul-"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("trailing dots...", "trailing-dots"),
        ("🎉🎉", "untitled"),
        ("", "untitled"),
        ("a\0b\x1b[31m", "a-b-31m"),
        ("Über Äpfel", "uber-apfel"),
        ("Лес вернулся", "лес-вернулся"),
        ("渡轮九年后回归", "渡轮九年后回归"),
        ("\u202eevil", "evil"),
        ("\ud800", "untitled"),
    ],
)
def test_titles_and_their_names(title: str, name: str) -> None:
    assert safe_name(title) == name


def test_a_name_of_a_hundred_thousand_characters_is_short() -> None:
    assert len(safe_name("word " * 20_000)) <= 60
    assert len(safe_name("字" * 100_000).encode()) <= 60


def test_the_file_has_its_day_its_title_and_a_hash(tmp_path: Path) -> None:
    path = write_story(tmp_path, "news/harbour", STORY)
    assert re.fullmatch(
        r"news/harbour/2026-03/2026-03-02-ferry-returns-[0-9a-f]{6}\.yaml", str(path.relative_to(tmp_path))
    )
    assert [placed.story for placed in parse(path.read_bytes(), "x.yaml").stories] == [STORY]
    assert os.listdir(path.parent) == [path.name]


def test_a_story_without_a_day_lies_where_it_came(tmp_path: Path) -> None:
    path = write_story(tmp_path, "added", replace(STORY, published=None))
    assert path.parent.name == date.today().isoformat()[:7]


@pytest.mark.parametrize("extension", [".yaml", ".md", ".txt"])
def test_nothing_is_ever_written_over(tmp_path: Path, extension: str) -> None:
    paths = [write_story(tmp_path, "added", STORY, extension) for _ in range(3)]
    assert len({*paths}) == 3
    first = paths[0].read_bytes()
    assert all(path.read_bytes() == first for path in paths)


def test_where_there_are_no_hard_links_the_name_itself_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    one, other = (write_story(tmp_path, "added", STORY) for _ in range(2))
    assert one != other
    assert sorted(os.listdir(one.parent)) == sorted([one.name, other.name])


@pytest.mark.parametrize("level", ["news", "news/harbour", "news/harbour/2026-03"])
def test_a_link_on_the_way_is_not_followed(tmp_path: Path, level: str) -> None:
    library, elsewhere = tmp_path / "library", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (library / level).parent.mkdir(parents=True)
    (library / level).symlink_to(elsewhere)
    with pytest.raises(NotWrittenError):
        write_story(library, "news/harbour", STORY)
    assert os.listdir(elsewhere) == []


def test_a_folder_that_climbs_stays_in_the_library(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    assert write_story(library, "../../etc/.hidden", STORY).is_relative_to(library)
    assert ".." not in str(write_story(library, "news/..", STORY).relative_to(library))


def test_a_library_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError, match="not there"):
        write_story(tmp_path / "gone", "added", STORY)
    assert os.listdir(tmp_path) == []


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(NotWrittenError, match="No space left"):
        write_story(tmp_path, "added", STORY)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_only_a_file_that_is_as_it_was_written_is_written_again(tmp_path: Path) -> None:
    path = write_story(tmp_path, "added", STORY)
    before = path.read_bytes()
    newer = replace(STORY, summary="It sails twice a day.")
    assert rewrite_story(path, before, newer)
    assert path.read_bytes() == encoded(newer, ".yaml")
    path.write_bytes(path.read_bytes() + b"# mine\n")
    edited = path.read_bytes()
    assert not rewrite_story(path, encoded(newer, ".yaml"), STORY)
    assert path.read_bytes() == edited


@given(stories())
def test_every_story_is_read_back_before_it_has_a_name(story: Story) -> None:
    data = encoded(story, ".yaml")
    assert parse(data, "x.yaml").stories[0].story.title == story.title
    assert is_safe(file_name(story, date(2026, 3, 2), ".yaml"))
