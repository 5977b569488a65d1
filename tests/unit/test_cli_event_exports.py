"""Exported bookmarks: stories of one event stand together."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.told_library import STORIES, write_library

from newsreader.records import NO_MARKS, Event, Teller
from newsreader.state.markdown import Entry, markdown_page
from newsreader.story import Story

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]
HEADINGS = [
    "# Bookmarks",
    "## Parliament rejects harbour tax",
    "## Ferry Halvorsen sinks off Bergen",
    "### Ferry Halvorsen sinks off Bergen",
    "### Salmon crates drift after ferry Halvorsen sinks",
    "## Astronomers photograph comet Ibarra",
]


@pytest.fixture
def place(tmp_path: Path, home: Home, call: Run) -> Home:
    """A user who has bookmarked two stories of an event, one of another, and one that stands alone."""
    place = home | {"NEWSREADER_LIBRARY": str(write_library(tmp_path))}
    for story in ("alone", "ferry-morning", "comet-hill", "ferry-harbour"):
        call(place, "bookmark", "add", story)
    return place


def headings(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("#")]


def event_ids(exported: str) -> dict[str, str | None]:
    return {each["story"]["id"]: each.get("event_id") for each in json.loads(exported)["bookmarks"]}


def test_a_page_has_the_stories_of_an_event_under_the_title_of_its_first_teller(place: Home, call: Run) -> None:
    page = call(place, "bookmark", "export", "-", "--format", "markdown").stdout
    assert sorted(headings(page)) == sorted(HEADINGS)
    first = headings(page).index("## Ferry Halvorsen sinks off Bergen")
    assert headings(page)[first : first + 3] == HEADINGS[2:5]


def test_json_has_the_event_of_each_story(place: Home, call: Run) -> None:
    exported = call(place, "bookmark", "export", "-").stdout
    assert event_ids(exported) == {
        "alone": None,
        "ferry-morning": "ferry-harbour",
        "ferry-harbour": "ferry-harbour",
        "comet-hill": "comet-hill",
    }
    assert call(place, "bookmark", "export", "-").stdout == exported


@pytest.mark.parametrize("kind", ["json", "markdown"])
def test_an_export_with_events_can_be_imported(place: Home, tmp_path: Path, call: Run, kind: str) -> None:
    file = tmp_path / f"bookmarks.{kind}"
    call(place, "bookmark", "export", file, "--format", kind)
    shutil.rmtree(place["XDG_DATA_HOME"])
    assert call(place, "bookmark", "import", file).stderr == "Imported 4 bookmarks.\n"
    assert set(call(place, "bookmark", "list", "--format", "ids").stdout.split()) == {
        "alone",
        "ferry-morning",
        "ferry-harbour",
        "comet-hill",
    }


@pytest.mark.parametrize("damage", ["missing", "damaged", "of another version"])
def test_without_an_index_the_export_is_as_it_was(place: Home, call: Run, damage: str) -> None:
    (index,) = Path(place["XDG_CACHE_HOME"]).rglob("index.db")
    if damage == "missing":
        shutil.rmtree(index.parent)
    else:
        index.write_bytes(b"no database" * 1_000 if damage == "damaged" else b"")
    done = call(place, "bookmark", "export", "-")
    assert done.stderr == ""
    assert set(event_ids(done.stdout).values()) == {None}
    page = call(place, "bookmark", "export", "-", "--format", "markdown").stdout
    assert all(line.startswith("## ") for line in headings(page)[1:])
    assert "event_id" not in page


def test_each_library_has_its_own_events(place: Home, tmp_path: Path, call: Run) -> None:
    stories = [(f"other-{story_id}", *rest) for story_id, *rest in STORIES[:2]]
    other = write_library(tmp_path / "other", stories)
    call(place, "--library", other, "bookmark", "add", "other-ferry-harbour", "other-ferry-hill")
    found = event_ids(call(place, "bookmark", "export", "-").stdout)
    assert found["other-ferry-hill"] == "other-ferry-harbour"
    assert found["ferry-morning"] == "ferry-harbour"


def test_headings_within_a_story_stand_below_its_own() -> None:
    tellers = tuple(Teller(number, f"s{number}", f"T{number}\n# x", None, "", True) for number in (1, 2))
    event = Event("s1", tellers)
    entries = [Entry(Story(f"s{n}", f"T{n}", "# Part\n\nText."), NO_MARKS, True, event) for n in (1, 2)]
    page = markdown_page("", entries, {})
    assert headings(page) == ["# Bookmarks", "## T1 \\# x", "### T1", "#### Part", "### T2", "#### Part"]
    alone = markdown_page("", entries[:1], {})
    assert headings(alone) == ["# Bookmarks", "## T1", "### Part"]
