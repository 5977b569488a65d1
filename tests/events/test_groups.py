"""Events are put together from what was found, what files declare, and what the user says, the later over the earlier."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newsreader.events.coverage import Coverage, coverage_of, mask_of, unpacked
from newsreader.events.groups import Member, Pair, grouped


def member(name: str, found: str | None, word: str = "", moment: int | None = 0) -> Member:
    return Member(ord(name), name, moment, ord(found) if found else None, word)


def names(members: Sequence[Member], *pairs: Pair) -> list[str]:
    return sorted("".join(each.id for each in group) for group in grouped(members, pairs))


FOUND = [member("a", "a"), member("b", "a"), member("c", "c"), member("d", "c")]


def test_what_was_found_is_kept() -> None:
    assert names(FOUND) == ["ab", "cd"]


def test_a_declared_word_brings_stories_together_with_what_was_found_beside_them() -> None:
    assert names([member("a", "a", "x"), member("b", "a"), member("c", "c", "x"), member("d", "c")]) == ["abcd"]


def test_stories_with_different_words_are_two_events_whatever_was_found() -> None:
    members = [member("a", "a", "x"), member("b", "a", "y"), member("c", "a")]
    assert names(members) == ["ac", "b"]


def test_an_undated_story_belongs_where_its_word_says() -> None:
    assert names([member("a", "a", "x"), member("b", None, "x", None), member("c", None, "", None)]) == ["ab", "c"]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([Pair("a", "c", True)], ["abcd"]),
        ([Pair("b", "a", False)], ["a", "b", "cd"]),
        ([Pair("b", "a", False), Pair("b", "c", True)], ["a", "bcd"]),
        ([Pair("a", "c", True), Pair("d", "a", False)], ["abc", "d"]),
        ([Pair("a", "c", False)], ["ab", "cd"]),
        ([Pair("a", "gone", True)], ["ab", "cd"]),
        ([Pair("b", "a", False), Pair("b", "a", True)], ["ab", "cd"]),
    ],
)
def test_the_user_joins_and_parts(pairs: list[Pair], expected: list[str]) -> None:
    assert names(FOUND, *pairs) == expected


def test_the_user_wins_over_declared_words() -> None:
    members = [member("a", "a", "x"), member("b", "b", "x"), member("c", "c", "y")]
    assert names(members, Pair("b", "a", False), Pair("c", "a", True)) == ["ac", "b"]


def test_the_first_teller_comes_first_and_undated_ones_last() -> None:
    members = [member("a", None, "x", None), member("b", "b", "x", 7), member("c", "c", "x", 3)]
    assert names(members) == ["cba"]


def test_coverage_counts_each_outlet_once_by_its_rating() -> None:
    coverage = coverage_of({1: 0, 2: 2, 3: 2, 4: 6})
    assert coverage == Coverage((1, 0, 2, 0, 0, 0, 1))
    assert coverage.tellers == 4
    assert unpacked(coverage.packed) == coverage


def test_coverage_of_very_many_outlets_still_has_a_place_for_each_rating() -> None:
    coverage = coverage_of(dict.fromkeys(range(1000), 4) | {1000: 0})
    assert unpacked(coverage.packed).counts == (1, 0, 0, 0, 255, 0, 0)


def test_a_mask_asks_for_the_outlets_of_some_ratings() -> None:
    packed = Coverage((0, 0, 3, 0, 0, 0, 0)).packed
    assert packed & mask_of(frozenset({"center", "left"}))
    assert not packed & mask_of(frozenset({"left", "not-rated"}))
