"""The comparison of keys typed fast and slowly: what differs is found, and what may differ is not."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyte
import pytest
from tests.keys.__main__ import chosen_cases, parsed
from tests.keys.cases import LEFT_OUT, SPOTS, Case, keys_first, keys_second, pairs, parse_case, sequences
from tests.keys.picture import Picture, differences, picture_of_screen, state_in
from tests.keys.results import Results
from tests.soak.keys import bytes_of

from newsreader.keys.commands import BY_NAME, COMMANDS, KeyContext

INNER = {
    "boxes": ["MainScreen"],
    "focus": ["StoryList#stories"],
    "filter": "storm",
    "list": [1, 2, 3],
    "cursor": {"0 StoryList#stories": 1},
    "selection": [2],
    "text": {"0 FilterInput#filter": ["storm", "5"]},
    "clipboard": "",
}
PICTURE = Picture(("one", "two"), ("3xred", "3xred"), (1, 2), INNER, {"tags": ("later",), "notes": ()})


def test_alike_pictures_do_not_differ() -> None:
    assert differences(PICTURE, replace(PICTURE)) == []


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (replace(PICTURE, screen=("one", "2")), "screen, 1 lines, the first is 2: fast two, slow 2"),
        (replace(PICTURE, colors=("3xred", "3xblue")), "colours, 1 lines, the first is 2: fast 3xred, slow 3xblue"),
        (replace(PICTURE, terminal_cursor=(0, 2)), "terminal's cursor: fast (1, 2), slow (0, 2)"),
        (replace(PICTURE, state={"tags": (), "notes": ()}), "state: tags: fast ('later',), slow ()"),
        (replace(PICTURE, state={"tags": ("later",)}), "state: notes: fast (), slow None"),
        (replace(PICTURE, end="exit code 1"), "end: fast still runs, slow exit code 1"),
        (
            replace(PICTURE, inner=INNER | {"cursor": {"0 StoryList#stories": 2}}),
            "cursor 0 StoryList#stories: fast 1, slow 2",
        ),
    ],
)
def test_a_planted_difference_is_found_and_reported(other: Picture, told: str) -> None:
    assert differences(PICTURE, other) == [told]
    assert len(differences(other, PICTURE)) == 1


@pytest.mark.parametrize("name", INNER)
def test_whatever_differs_within_the_readers_is_found(name: str) -> None:
    (told,) = differences(PICTURE, replace(PICTURE, inner=INNER | {name: "other"}))
    assert told.startswith(f"{name}: ")


def test_the_screen_is_compared_with_its_colours() -> None:
    pictures = []
    for drawn in ("\x1b[31mred\x1b[0m plain", "\x1b[34mred\x1b[0m plain", "red plain"):
        screen = pyte.Screen(12, 2)
        pyte.Stream(screen).feed(drawn)
        pictures.append(picture_of_screen(screen))
    assert len({text for text, _ in pictures}) == 1
    assert len({colors for _, colors in pictures}) == 3


def a_state(path: Path, *rows: tuple[str, str, int]) -> dict[str, tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as state:
        state.execute("CREATE TABLE meta (key TEXT, value INTEGER)")
        state.execute("INSERT INTO meta VALUES ('changes', ?)", (len(path.name),))
        state.execute("CREATE TABLE bookmarks (uuid TEXT, story_id TEXT, record TEXT, made_at INTEGER, crc INTEGER)")
        for uuid, story, moment in rows:
            record = json.dumps({"uuid": uuid, "created_at": moment, "path": f"{story}.md"})
            state.execute("INSERT INTO bookmarks VALUES (?, ?, ?, ?, ?)", (uuid, story, record, moment, moment))
        state.commit()
    return state_in(path)


def test_times_and_chance_names_and_the_order_of_rows_are_no_difference(tmp_path: Path) -> None:
    one = a_state(tmp_path / "one.db", ("u1", "a", 1), ("u2", "b", 2))
    assert one == a_state(tmp_path / "other.db", ("u3", "b", 3), ("u4", "a", 4))
    assert set(one) == {"bookmarks"}


@pytest.mark.parametrize("rows", [(), (("u", "a", 1),), (("u", "a", 1), ("v", "c", 1)), (("u", "a", 1),) * 2])
def test_another_row_is_a_difference(tmp_path: Path, rows: tuple[tuple[str, str, int], ...]) -> None:
    assert a_state(tmp_path / "one.db", ("u1", "a", 1), ("u2", "b", 2)) != a_state(tmp_path / "two.db", *rows)


def test_each_case_can_be_typed_again_from_its_text() -> None:
    for case in (*pairs(), *sequences(7)):
        assert parse_case(str(case)) == case
        assert all(map(bytes_of, case.keys))


@pytest.mark.parametrize("text", ["", "list", "list:", "nowhere: b", "list: nokey", "list @x: b"])
def test_a_case_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_case(text)


def test_each_command_is_typed_first_and_second_unless_it_is_left_out_with_a_reason() -> None:
    for command in COMMANDS:
        spots = [spot for spot in SPOTS.values() if command.place in spot.places]
        firsts = {key for spot in spots for key in keys_first(spot)}
        seconds = {key for spot in SPOTS.values() for first in keys_first(spot) for key in keys_second(spot, first)}
        assert (command.keys[0] in firsts & seconds) is not (command.name in LEFT_OUT), command.name
    assert all(LEFT_OUT[name] for name in LEFT_OUT if BY_NAME[name])


def test_each_place_has_its_pairs() -> None:
    assert {place for spot in SPOTS.values() for place in spot.places} == set(KeyContext)
    assert {case.place for case in pairs()} == set(SPOTS)
    assert len({str(case) for case in pairs()}) == len(list(pairs()))


@pytest.mark.parametrize("words", [[], ["--pairs"], ["--random"], ["--seed", "5"]], ids=" ".join)
def test_the_shards_have_each_case_once(words: list[str]) -> None:
    whole = [str(case) for case in chosen_cases(parsed(words))]
    parts = [str(case) for part in (1, 2, 3) for case in chosen_cases(parsed([*words, "--shard", f"{part}/3"]))]
    assert sorted(whole) == sorted(parts)


def test_a_sample_has_pairs_and_sequences() -> None:
    cases = chosen_cases(parsed(["--most", "40"]))
    assert {len(case.keys) for case in cases} == {2, 8}
    assert cases != chosen_cases(parsed(["--most", "40", "--seed", "2"]))


def test_results_are_taken_up_again_after_a_stop_in_the_middle_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    results = Results(path, "this program")
    results.add("list: b /", ("focus: …",))
    results.add("list: j j", ())
    with path.open("a") as file:
        file.write('{"case": "list: k')
    again = Results(path, "this program")
    assert again.of("list: b /") == ("focus: …",)
    assert again.of("list: j j") == ()
    assert "list: k k" not in again
    again.add("list: k k", ())
    assert "list: k k" in Results(path, "this program")


def test_results_of_another_program_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Results(path, "one program").add("list: j j", ())
    assert "list: j j" not in Results(path, "another")


@pytest.mark.parametrize(("gap", "text"), [(0, "list: Esc / x"), (50, "list @50: Esc / x")])
def test_a_case_is_written_with_its_gap(gap: int, text: str) -> None:
    assert str(Case("list", ("escape", "slash", "x"), gap)) == text
