"""The commands `hide` and `unhide`, and what lists on the command line leave out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    """A user with three stories, a, b and c, the last of which is the newest."""
    library = tmp_path / "library"
    library.mkdir()
    for name in "abc":
        text = f"id: story-{name}\ntitle: Title {name}\nsummary: s\npublished: 2024-01-0{ord(name) - 96}\n"
        (library / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home | {"NEWSREADER_LIBRARY": str(library)}


def found(run: Run, place: Home, *query: str) -> list[str]:
    return [story_id[-1] for story_id in run(place, "list", *query, "--format", "ids").stdout.split()]


def test_stories_are_hidden_by_their_ids_and_shown_again(place: Home, run: Run, call: Run) -> None:
    done = run(place, "hide", "story-a", "story-b")
    assert (done.stdout, done.stderr) == ("", "Hidden: Title a\nHidden: Title b\n")
    assert found(call, place) == ["c"]
    assert found(call, place, "is:hidden") == ["b", "a"]
    assert call(place, "hide", "story-a").stderr == "Hidden before: Title a\n"
    assert "hidden" in call(place, "show", "story-a").stdout
    assert call(place, "unhide", "story-a", "story-c").stderr == "Shown again: Title a\nWas not hidden: Title c\n"
    assert found(call, place) == ["c", "a"]


def test_stories_are_hidden_by_a_query(place: Home, call: Run) -> None:
    assert call(place, "hide", "--query", "title:a OR title:b").stderr == "2 stories hidden.\n"
    assert call(place, "hide", "--query", "title:a").stderr == "No story matches.\n"
    assert call(place, "unhide", "--query", "title:a").stderr == "1 story shown again.\n"
    assert call(place, "unhide", "--query", "title:a").stderr == "No hidden story matches.\n"
    assert found(call, place) == ["c", "a"]


@pytest.mark.parametrize(
    "wrong", [(), ("story-a", "--query", "title"), ("--query", ""), ("--query", "titel:a"), ("--query", "sort:oldest")]
)
def test_what_is_not_named_in_one_way_hides_nothing(place: Home, call: Run, wrong: tuple[str, ...]) -> None:
    call(place, "hide", *wrong, code=2)
    assert len(found(call, place)) == 3


def test_one_unknown_id_hides_nothing(place: Home, call: Run) -> None:
    assert "No story has an id" in call(place, "hide", "story-a", "other", code=1).stderr
    assert len(found(call, place)) == 3


def test_an_empty_list_says_why(place: Home, call: Run) -> None:
    call(place, "hide", "--query", "title")
    assert "All stories are hidden or muted" in call(place, "list").stderr


def test_hidden_stories_go_with_an_export(place: Home, call: Run, tmp_path: Path) -> None:
    call(place, "hide", "story-a", "story-b")
    call(place, "bookmark", "add", "story-a")
    for name in ("all.json", "all.md"):
        call(place, "bookmark", "export", str(tmp_path / name))
        call(place, "unhide", "story-a", "story-b")
        assert len(found(call, place)) == 3
        call(place, "bookmark", "import", str(tmp_path / name))
        assert found(call, place) == ["c"]
    data = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert data["bookmarks"][0]["hidden"] == data["marks"][0]["hidden"]


def test_mute_rules_of_the_config_count_in_lists(place: Home, call: Run) -> None:
    config = Path(place["XDG_CONFIG_HOME"]) / "newsreader" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('mute = ["title:b", "title:c -is:bookmarked"]\n', encoding="utf-8")
    assert found(call, place) == ["a"]
    assert found(call, place, "is:muted") == ["c", "b"]
    call(place, "bookmark", "add", "story-c")
    assert found(call, place) == ["c", "a"]
    config.write_text('mute = [\n"bais:left"]\n', encoding="utf-8")
    told = call(place, "list", code=2).stderr
    assert f"{config}:2:1:" in told
    assert 'Did you mean "bias:"?' in told
