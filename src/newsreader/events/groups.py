"""Put stories into events: as they were found, as files declare it, and as the user joined and parted them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

_Key: TypeAlias = tuple[str, int | str]


class Pair(NamedTuple):
    """What the user said of two stories, by their ids: that they tell of the same event, or that they do not."""

    one: str
    other: str
    is_same: bool


class Member(NamedTuple):
    """A story that may belong to an event.

    `moment` is when it was published, in seconds since 1970; None where that is not known. `found` is the row of the
    first story of the event that was found for it, None if none was looked for. `word` is the event that its file
    declares, folded; "" if it declares none.
    """

    story: int
    id: str
    moment: int | None
    found: int | None
    word: str

    @property
    def order(self) -> tuple[bool, int, str]:
        """Return what members are sorted by: the time of publication, then the id; those without a time come last."""
        return self.moment is None, self.moment or 0, self.id


def grouped(members: Iterable[Member], pairs: Sequence[Pair]) -> list[list[Member]]:
    """Return the events that these stories make up, each with its members in their order; some have but one.

    A declared word decides over what was found. A story without a word goes where the first declared story of its found
    event goes. `pairs` decide over both, a later one over an earlier one. A pair that joins brings two whole events
    together. One that parts takes its first story out of the event.
    """
    in_order = sorted(members, key=lambda member: member.order)
    groups = _before_pairs(in_order)
    by_id = {member.id: member for member in in_order}
    group_of = {member.id: group for group in groups.values() for member in group}
    for pair in pairs:
        if pair.one not in by_id or pair.other not in by_id:
            continue
        ours, theirs = group_of[pair.one], group_of[pair.other]
        if pair.is_same and ours is not theirs:
            theirs += ours
            group_of |= {member.id: theirs for member in ours}
            ours.clear()
        elif not pair.is_same and ours is theirs:
            ours.remove(by_id[pair.one])
            group_of[pair.one] = [by_id[pair.one]]
    distinct = {id(group): group for group in group_of.values()}
    return [sorted(group, key=lambda member: member.order) for group in distinct.values()]


def _before_pairs(members: Sequence[Member]) -> dict[_Key, list[Member]]:
    words: dict[int, str] = {}
    for member in members:
        if member.word and member.found is not None:
            words.setdefault(member.found, member.word)
    groups: dict[_Key, list[Member]] = {}
    for member in members:
        word = member.word or (words.get(member.found, "") if member.found is not None else "")
        alone = member.story if member.found is None else member.found
        groups.setdefault(("declared", word) if word else ("found", alone), []).append(member)
    return groups
