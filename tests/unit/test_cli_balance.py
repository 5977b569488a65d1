"""What `balance` counts, and how it writes that."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from newsreader.bias import SCALE
from newsreader.reader.balance import PERIODS

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

OUTLETS = """\
- {id: harbour, name: Harbour Post, bias: {rating: lean-left, source: AllSides, as_of: 2023-07-31}}
- {id: quiet, name: Quiet Weekly}
"""


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    """A library with a story of today, an old one, and one without date or outlet."""
    library = tmp_path / "library"
    library.mkdir()
    (library / "outlets.yaml").write_text(OUTLETS, encoding="utf-8")
    stories = (
        {"id": "new", "title": "New", "summary": "s", "outlet": "harbour", "published": date.today().isoformat()},
        {"id": "old", "title": "Old", "summary": "s", "outlet": "quiet", "published": "2020-01-01"},
        {"id": "bare", "title": "Bare", "summary": "s"},
    )
    for story in stories:
        (library / f"{story['id']}.yaml").write_text(json.dumps(story), encoding="utf-8")
    return home | {"NEWSREADER_LIBRARY": str(library)}


def test_json_has_what_was_read_and_what_there_is_in_each_period(place: Home, call: Run) -> None:
    call(place, "mark", "read", "id:old")
    data = json.loads(call(place, "balance", "--format", "json").stdout)
    assert list(data) == ["library", "read_since", "periods"]
    assert (data["library"], data["read_since"]) == (place["NEWSREADER_LIBRARY"], None)
    assert [(each["period"], each["days"]) for each in data["periods"]] == [(each.id, each.days) for each in PERIODS]
    for counts in data["periods"]:
        assert list(counts) == ["period", "days", "read", "stories"]
        assert list(counts["read"]) == list(counts["stories"]) == [rating.id for rating in SCALE]
        assert {rating: count for rating, count in counts["read"].items() if count} == {"not-rated": 1}
        assert counts["stories"]["lean-left"] == 1
    assert [each["stories"]["not-rated"] for each in data["periods"]] == [0, 0, 0, 2]


def test_the_table_has_the_same_figures_and_those_without_a_rating_apart(place: Home, run: Run) -> None:
    done = run(place, "balance")
    assert done.stderr == ""
    read, there = done.stdout.split("\n\nIn the library")
    for part, figures in (read, "0 0 0 0"), (there, "1 1 1 1"):
        (line,) = (line for line in part.splitlines() if line.startswith("Lean Left"))
        assert line.split()[2:] == figures.split()
    for part, figures in (read, "0 0 0 0"), (there, "0 0 0 2"):
        before, unrated = part.rstrip("\n").split("\n\n")
        assert unrated.split() == ["Not", "Rated", *figures.split()]
        assert [line.split("  ")[0] for line in before.splitlines()[1:]] == [rating.name for rating in SCALE[:-1]]
    assert all(period.name in read for period in PERIODS)


def test_what_was_read_before_the_balance_was_cleared_is_not_counted(place: Home, call: Run) -> None:
    call(place, "mark", "read", "id:old")
    session = Path(place["XDG_DATA_HOME"], "newsreader", "session.json")
    session.write_text(json.dumps({"balance_since": 4_000_000_000}), encoding="utf-8")
    data = json.loads(call(place, "balance", "--format", "json").stdout)
    assert data["read_since"] == "2096-10-02T07:06:40+00:00"
    assert not any(any(counts["read"].values()) for counts in data["periods"])
    assert call(place, "balance").stderr.startswith("Reading is counted from 2 Oct 2096")
    assert call(place, "list", "is:read", "--format", "ids").stdout == "old\n"


def test_an_empty_library_has_counts_too(tmp_path: Path, home: Home, call: Run) -> None:
    assert "Not Rated" in call(home, "--library", tmp_path, "balance").stdout


def test_a_format_that_is_not_known_ends_with_2(place: Home, call: Run) -> None:
    assert "invalid choice" in call(place, "balance", "--format", "csv", code=2).stderr


def test_reading_is_counted_from_now_on_and_again_as_a_whole(place: Home, call: Run) -> None:
    call(place, "mark", "read", "id:old")

    def read(*options: str) -> int:
        data = json.loads(call(place, "balance", "--format", "json", *options).stdout)
        return sum(data["periods"][-1]["read"].values())

    assert (read(), read("--clear"), read(), read("--all"), read()) == (1, 0, 0, 1, 1)
    call(place, "balance", "--clear")
    assert "newsreader balance --all counts everything" in call(place, "balance").stderr
    assert call(place, "list", "is:read", "--format", "ids").stdout == "old\n"


def test_both_at_once_are_refused(place: Home, call: Run) -> None:
    assert "not allowed with" in call(place, "balance", "--clear", "--all", code=2).stderr
