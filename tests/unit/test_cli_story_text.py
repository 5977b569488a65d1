"""What `show` and `list` write: all that the screen shows."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.story import Story, story_to_dict

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

OUTLETS = """\
- id: harbour
  name: Harbour Post
  description: The Harbour Post is a newspaper of the coast.
  website: https://harbour.example
  country: Norway
  founded: 1901
  bias:
    rating: lean-left
    source: AllSides
    url: https://allsides.example/harbour
    as_of: 2023-07-31
    note: Rated with low confidence.
"""
STORIES = """\
- id: ferry
  title: The ferry sails
  summary: |
    It left the quay.

    It came back.
  key_points: [Six sailings, Bicycles free]
  outlet: harbour
  published: 2024-06-20
  original: {url: "https://harbour.example/ferry", kind: video}
  ai_generated: true
  generator: Model 7
  topics: [sea, towns]
  language: en
- id: pier
  title: The pier is closed
  summary: Nobody walks there.
  outlet: harbour
  original: {kind: article}
- {id: bare, title: A bare one, summary: It has nothing.}
"""
FERRY = """\
The ferry sails

Harbour Post (Lean Left), 20 Jun 2024, 1 min to read
Read, bookmarked

It left the quay.

It came back.

Key points
  • Six sailings
  • Bicycles free

Topics: sea, towns
Tags: later
Language: en

Original video: https://harbour.example/ferry

Title, summary and key points were written by an AI (Model 7).

Outlet: Harbour Post
Country: Norway
Founded: 1901
Website: https://harbour.example
Stories here: 2 stories

The Harbour Post is a newspaper of the coast.

Media bias: Lean Left. AllSides, 31 Jul 2023. It rates online news content and says nothing of accuracy.
Rated with low confidence.
https://allsides.example/harbour

File: stories.yaml
Id: ferry
"""


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    library = tmp_path / "library"
    library.mkdir()
    (library / "outlets.yaml").write_text(OUTLETS, encoding="utf-8")
    (library / "stories.yaml").write_text(STORIES, encoding="utf-8")
    return home | {"NEWSREADER_LIBRARY": str(library)}


def test_a_story_as_text_is_all_that_the_reader_shows_of_it(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "ferry")
    call(place, "mark", "read", "id:ferry")
    call(place, "tag", "add", "later", "id:ferry")
    assert call(place, "show", "ferry").stdout == FERRY


def test_a_note_is_shown(tmp_path: Path, place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "ferry")
    exported = json.loads(call(place, "bookmark", "export").stdout)
    (record,) = exported["bookmarks"]
    record["note"] = "Ask about the price.\n\nAnd the dog."
    file = tmp_path / "noted.json"
    file.write_text(json.dumps(exported), encoding="utf-8")
    call(place, "bookmark", "import", str(file))
    assert "\n\nYour note\nAsk about the price.\n\nAnd the dog.\n\n" in call(place, "show", "ferry").stdout


def test_what_is_missing_is_said(place: Home, call: Run) -> None:
    pier = call(place, "show", "pier").stdout
    assert "Unread, not bookmarked" in pier
    assert "Harbour Post (Lean Left), no date, 1 min to read" in pier
    assert "Original article: the link is missing" in pier
    assert "AI" not in pier.replace("AllSides", "")
    bare = call(place, "show", "bare").stdout
    assert "No outlet, no date, 1 min to read" in bare
    assert "Original: no link" in bare
    assert "No outlet is named for this story" in bare


def test_marks_of_a_list(place: Home, call: Run) -> None:
    call(place, "bookmark", "add", "ferry", "pier")
    call(place, "mark", "read", "id:ferry")
    lines = call(place, "list", "sort:title").stdout.splitlines()
    assert [line[:4] for line in lines] == ["N   ", "*   ", "N*  "]


def test_a_story_as_json_has_its_fields_and_its_marks(place: Home, call: Run) -> None:
    call(place, "tag", "add", "later", "id:ferry")
    call(place, "note", "set", "ferry", "Ask.")
    shown = json.loads(call(place, "show", "ferry", "--format", "json").stdout)
    marks = {"bookmarked": False, "read": False, "path": "stories.yaml", "tags": ["later"], "note": "Ask."}
    assert {name: shown[name] for name in marks} == marks
    fields = set(story_to_dict(Story("", "")))
    assert set(shown) == fields | {"unsupported", "event_id", "also_told_by", "maybe_same"} | set(marks)
    listed = [json.loads(line) for line in call(place, "list", "--format", "jsonl").stdout.splitlines()]
    assert {each["id"]: (each["tags"], each["note"]) for each in listed} == {
        "ferry": (["later"], "Ask."),
        "pier": ([], None),
        "bare": ([], None),
    }
