"""Who else tells a story, in `show` and in lists."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.told_library import write_library

from newsreader.formats import parse

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    return home | {"NEWSREADER_LIBRARY": str(write_library(tmp_path))}


def test_a_story_as_text_names_who_else_tells_it(place: Home, call: Run) -> None:
    shown = call(place, "show", "ferry-hill").stdout
    assert (
        "\n\nAlso told by\n"
        "  • Harbour Post (Lean Left, AllSides, 31 Jul 2023), ferry-harbour: Ferry Halvorsen sinks off Bergen\n"
        "  • Morning Star (Right, AllSides, 31 Jul 2023), ferry-morning: Salmon crates drift after ferry Halvorsen sinks\n"
    ) in shown
    assert "Also told by" not in call(place, "show", "alone").stdout
    assert "Quiet Weekly (Not Rated), comet-quiet" in call(place, "show", "comet-hill").stdout


def test_related_stories_are_told_apart(place: Home, call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.index.event_members.SURE", 9.0)
    shown = call(place, "show", "ferry-hill").stdout
    assert "Also told by" not in shown
    assert "\n\nRelated\n  • Harbour Post (" in shown
    data = json.loads(call(place, "show", "ferry-hill", "--format", "json").stdout)
    assert [each["sure"] for each in data["also_told_by"]] == [False, False]


def test_a_story_in_markdown_names_them_and_stays_the_same_story(place: Home, call: Run) -> None:
    shown = call(place, "show", "ferry-hill", "--format", "markdown").stdout
    assert shown.startswith(
        "---\n# Also told by: Harbour Post (Lean Left, AllSides, 31 Jul 2023), ferry-harbour: Ferry "
    )
    without = "".join(line for line in shown.splitlines(keepends=True) if not line.startswith("# "))
    read, plain = (parse(text.encode(), "ferry.md") for text in (shown, without))
    assert read.problems == ()
    assert read.stories == plain.stories


def test_a_page_is_as_it_was(place: Home, call: Run) -> None:
    assert "Morning Star" not in call(place, "show", "ferry-hill", "--format", "page").stdout


def test_json_of_a_story_has_its_event(place: Home, call: Run) -> None:
    shown = json.loads(call(place, "show", "ferry-hill", "--format", "json").stdout)
    assert shown["event_id"] == "ferry-harbour"
    assert shown["also_told_by"] == [
        {"id": "ferry-harbour", "outlet": "Harbour Post", "rating": "lean-left", "sure": True},
        {"id": "ferry-morning", "outlet": "Morning Star", "rating": "right", "sure": True},
    ]
    listed = {each["id"]: each for each in json.loads(call(place, "list", "--format", "json").stdout)}
    assert listed["ferry-hill"] | {"maybe_same": None} == shown, "it is not looked for in lists"
    assert (listed["alone"]["event_id"], listed["alone"]["also_told_by"]) == (None, [])


def test_a_story_without_a_date_names_what_it_may_be_the_same_as(place: Home, call: Run) -> None:
    library = Path(place["NEWSREADER_LIBRARY"])
    told = json.loads(call(place, "show", "ferry-hill", "--format", "json").stdout)
    undated = {key: told[key] for key in ("title", "summary", "key_points", "language") if told.get(key)}
    (library / "undated.yaml").write_text(json.dumps({"id": "undated", **undated}), encoding="utf-8")
    shown = call(place, "show", "undated").stdout
    assert "\n\nMaybe the same\n  • Hill Courier (" in shown
    assert "# Maybe the same: Hill Courier (" in call(place, "show", "undated", "--format", "markdown").stdout
    data = json.loads(call(place, "show", "undated", "--format", "json").stdout)
    assert (data["event_id"], data["also_told_by"]) == (None, [])
    assert data["maybe_same"]["id"] == "ferry-hill"
    assert data["maybe_same"]["score"] >= 0.75
    assert told["maybe_same"] is None
