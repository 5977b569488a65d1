"""What the user said of pairs of stories, taken out to a file and in again."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.errors import UsageError
from newsreader.events.groups import Pair
from newsreader.records import StoryMarks
from newsreader.state.event_pairs import SaidPair
from newsreader.state.records import Bookmark, ImportResult
from newsreader.state.state import State
from newsreader.state.transfer import Keepsakes, export_json, export_markdown, import_records
from newsreader.story import Story, with_id
from newsreader.text import clean_line

NOW: Final = datetime(2024, 6, 20, 12, tzinfo=UTC)
SECONDS: Final = int(NOW.timestamp())
SAID: Final = (
    SaidPair(Pair("ferry", "tram", is_same=True), SECONDS),
    SaidPair(Pair("otter", "ferry", is_same=False), SECONDS + 1),
)
both_formats = pytest.mark.parametrize("export", [export_json, export_markdown])
ids = st.text(min_size=1).map(clean_line).filter(bool)
pairs = st.builds(Pair, ids, ids, st.booleans()).filter(lambda pair: pair.one != pair.other)
some_said = st.builds(SaidPair, pairs, st.integers(-62_135_596_800, 253_402_300_799))


def opened(path: Path) -> State:
    return State.open(path, now=lambda: NOW)


@both_formats
@settings(max_examples=60, deadline=None)
@given(said=st.lists(some_said, max_size=3))
def test_what_is_exported_is_imported_as_it_was(export: Callable[[Keepsakes], str], said: list[SaidPair]) -> None:
    marks = {"tram": StoryMarks(tags=("later",))}
    kept, problems = import_records(export(Keepsakes((), marks, {}, said)).encode().decode())
    assert (list(kept.event_pairs), dict(kept.marks), problems) == (said, marks, [])


@both_formats
def test_an_export_of_one_state_fills_another_and_adds_nothing_twice(
    export: Callable[[Keepsakes], str], tmp_path: Path
) -> None:
    with closing(opened(tmp_path / "one" / "state.db")) as state:
        state.event_pairs.import_new(SAID)
        text = export(state.keepsakes())
    with closing(opened(tmp_path / "two" / "state.db")) as state:
        state.event_pairs.say([Pair("tram", "ferry", is_same=False), Pair("a", "b", is_same=True)])
        here = state.event_pairs.all()
        kept, _ = import_records(text)
        assert state.import_keepsakes(kept) == (ImportResult(0, 0), 0, 1)
        assert state.event_pairs.all() == [*here, SAID[1]], "what was said here at the same time stays"
        assert state.import_keepsakes(kept) == (ImportResult(0, 0), 0, 0)
        assert state.event_pairs.all() == [*here, SAID[1]]


@both_formats
def test_an_export_without_pairs_is_as_it_always_was(export: Callable[[Keepsakes], str], tmp_path: Path) -> None:
    text = export(Keepsakes((), {"tram": StoryMarks(tags=("later",))}))
    assert "pair" not in text
    kept, problems = import_records(text)
    assert (kept.event_pairs, problems) == ([], [])
    with closing(opened(tmp_path / "state.db")) as state:
        state.event_pairs.import_new(SAID)
        state.import_keepsakes(kept)
        assert state.event_pairs.all() == list(SAID)


def test_the_json_has_the_documented_shape() -> None:
    document = json.loads(export_json(Keepsakes(event_pairs=SAID)))
    assert document["event_pairs"] == [
        {"story_id": "ferry", "other_id": "tram", "same_event": True, "said_at": "2024-06-20T12:00:00+00:00"},
        {"story_id": "otter", "other_id": "ferry", "same_event": False, "said_at": "2024-06-20T12:00:01+00:00"},
    ]


def document_of(records: Sequence[Any]) -> str:
    return json.dumps({"format": "newsreader-bookmarks", "version": 1, "bookmarks": [], "event_pairs": records})


SOUND: Final = {"story_id": "a", "other_id": "b", "same_event": True, "said_at": NOW.isoformat()}


@pytest.mark.parametrize(
    "record",
    [
        5,
        [],
        "{",
        {},
        {**SOUND, "story_id": ""},
        {**SOUND, "other_id": None},
        {**SOUND, "other_id": "a"},
        {**SOUND, "other_id": "a\x1b[2J"},
        {**SOUND, "same_event": 1},
        {**SOUND, "same_event": "true"},
        {**SOUND, "said_at": None},
        {**SOUND, "said_at": SECONDS},
        {**SOUND, "said_at": "never"},
        {**SOUND, "said_at": "9999-12-31T23:59:59-23:59"},
    ],
)
def test_a_bad_pair_costs_only_itself(record: Any) -> None:
    kept, (problem,) = import_records(document_of([record, SOUND]))
    assert "Pair of stories 1 can't be read and was left out" in problem
    assert list(kept.event_pairs) == [SaidPair(Pair("a", "b", is_same=True), SECONDS)]


def test_hostile_ids_are_cleaned() -> None:
    kept, _ = import_records(document_of([{**SOUND, "story_id": "a\x1b]52;c;x\x07b"}]))
    assert [each.pair for each in kept.event_pairs] == [Pair("ab", "b", is_same=True)]


def test_pairs_that_are_no_list_are_refused() -> None:
    with pytest.raises(UsageError, match='"event_pairs" is not a list'):
        import_records(json.dumps({"format": "newsreader-bookmarks", "version": 1, "bookmarks": [], "event_pairs": {}}))


def test_a_moment_at_the_end_of_all_dates_can_be_exported(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "state.db")) as state:
        kept, _ = import_records(document_of([{**SOUND, "said_at": "9999-12-31T23:59:59+00:00"}]))
        state.import_keepsakes(kept)
        state.event_pairs.say([Pair("c", "d", is_same=True)])
        again, problems = import_records(export_json(state.keepsakes()))
        assert (len(again.event_pairs), problems) == (2, [])


@both_formats
def test_pairs_of_a_bookmarked_story_are_imported_under_its_key(
    export: Callable[[Keepsakes], str], tmp_path: Path
) -> None:
    def bookmark(number: int, title: str, library: str) -> Bookmark:
        story = with_id(Story("", title, f"About {title}. " * 9), "ferry")
        return Bookmark(f"{number:08}-1111-4111-8111-111111111111", NOW, story, library, "a.yaml")

    here, there = bookmark(1, "Ferry sails", "/home/me/here"), bookmark(2, "Comet seen", "/home/me/there")
    with closing(opened(tmp_path / "two" / "state.db")) as state:
        state.import_keepsakes(Keepsakes([here]))
        state.import_keepsakes(Keepsakes([there], {}, {there.uuid: "ferry"}, SAID))
        (key,) = {one for (one, _, is_same), _ in state.event_pairs.all() if is_same}
        assert key.startswith("ferry~"), "another story has that id here"
        kept, problems = import_records(export(state.keepsakes()))
        assert problems == []
        assert [each.pair.one for each in kept.event_pairs] == [key, "otter"]


def test_the_commands_say_how_many_pairs_went_and_came(
    tmp_path: Path, make_home: Callable[[Path], dict[str, str]], call: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    mine, other, file = make_home(tmp_path / "mine"), make_home(tmp_path / "other"), tmp_path / "kept.json"
    with closing(opened(Path(mine["XDG_DATA_HOME"], "newsreader", "state.db"))) as state:
        state.event_pairs.import_new(SAID)
    told = f"Exported 0 bookmarks, 2 pairs of stories joined or parted to {file}.\n"
    assert call(mine, "bookmark", "export", file).stderr == told
    told = "Imported 0 bookmarks.\nNew here: 2 pairs of stories joined or parted.\n"
    assert call(other, "bookmark", "import", file).stderr == told
    assert call(other, "bookmark", "import", file).stderr == "Imported 0 bookmarks.\n"
