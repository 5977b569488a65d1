"""Say who else tells the event of a story: one story for each other outlet, since serials of one outlet count once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from newsreader.bias import NOT_RATED
from newsreader.events.coverage import Coverage, coverage_of
from newsreader.records import Event, Teller


class Others(NamedTuple):
    """The tellers of an event beside one story, one for each outlet but its own, in the order of the event.

    Those in `told_by` tell the same event for sure. Those in `related` may tell another one. `coverage` counts the
    outlet of the story and those in `told_by`. A story without a date belongs to no event by itself: `maybe_same` is
    the one that it is most like, if any.
    """

    told_by: tuple[Teller, ...]
    related: tuple[Teller, ...]
    coverage: Coverage
    maybe_same: Teller | None = None

    @property
    def all(self) -> tuple[Teller, ...]:
        """Return all who tell the event, those that are sure before the others."""
        return self.told_by + self.related


NOBODY: Final = Others((), (), coverage_of({}))
"""The others of a story that no other outlet tells."""


def only_maybe(teller: Teller | None) -> Others:
    """Return the others of a story that no other outlet tells, but which may be the same as that of `teller`."""
    return NOBODY._replace(maybe_same=teller)


def others_of(event: Event, row_id: int) -> Others:
    """Return who tells an event beside the story in this row.

    Two stories are sure to tell the same event only where each of them is sure to tell this one.
    """
    own = next((teller for teller in event.tellers if teller.row_id == row_id), None)
    is_sure = own is None or own.is_sure
    seen = {outlet_of(own)} if own else set()
    told_by = _by_outlet((teller for teller in event.tellers if is_sure and teller.is_sure), seen)
    related = _by_outlet(event.tellers, seen)
    counted = (own, *told_by) if own else told_by
    return Others(told_by, related, coverage_of(dict(enumerate(_rank(teller) for teller in counted))))


def outlet_of(teller: Teller) -> str:
    """Return what tells one outlet from another: its name; "" for all stories that name none."""
    return teller.outlet.name.casefold() if teller.outlet else ""


def _by_outlet(tellers: Iterable[Teller], seen: set[str]) -> tuple[Teller, ...]:
    """Return the first teller of each outlet that is not in `seen`, to which they are added."""
    found: list[Teller] = []
    for teller in tellers:
        outlet = outlet_of(teller)
        if outlet not in seen:
            seen.add(outlet)
            found.append(teller)
    return tuple(found)


def _rank(teller: Teller) -> int:
    return (teller.outlet.rating if teller.outlet else NOT_RATED).rank
