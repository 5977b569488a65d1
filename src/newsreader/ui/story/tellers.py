"""Who else tells the event of a story, as lines of its page: each outlet with its gauge, to be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from newsreader.bias import NOT_RATED, SCALE
from newsreader.events.coverage import Coverage
from newsreader.events.others import Others
from newsreader.records import Teller
from newsreader.story import Outlet
from newsreader.ui.safe import line
from newsreader.ui.story.gauge import apart_from_gauge, small_gauge, small_gauge_content
from newsreader.ui.story.page import AllTellersTarget, Line, Targets, TellerTarget
from newsreader.ui.terminal.graphemes import fit

MOST_NAMED: Final = 6
"""Outlets that are named on a line; of the others it says how many they are."""

_TOLD: Final = "Also told by  "
_RELATED: Final = "Related  "
_MAYBE: Final = "Maybe the same  "
_GAP: Final = "   "
_NO_BREAK: Final = "\u00a0"
_LONGEST_NAME: Final = 40
_LONGEST_IN_ONE: Final = 24
"""Columns up to which what belongs together is never broken."""
_SIDES: Final = (("L", (0, 1)), ("C", (2,)), ("R", (3, 4)))
"""The sides with their slots."""


def teller_lines(others: Others, targets: Targets, columns: int = 0) -> list[Line]:
    """Return the lines, none where nobody else tells the event; each of one row where there are so many `columns`."""
    lines: list[Line] = []
    if others.told_by:
        named = [_named(teller, targets) for teller in others.told_by[:MOST_NAMED]]
        lines.append(_line(_TOLD, named, len(others.told_by), coverage_words(others.coverage), targets, columns))
    if others.related:
        named = [_named(teller, targets, is_sure=False) for teller in others.related[:MOST_NAMED]]
        lines.append(_line(_RELATED, named, len(others.related), "", targets, columns))
    if others.maybe_same:
        lines.append(_line(_MAYBE, [_named(others.maybe_same, targets, is_sure=False)], 1, "", targets, columns))
    return lines


def coverage_words(coverage: Coverage) -> str:
    """Return how many outlets tell an event and from which sides: "4 outlets, L C, 1 unrated"."""
    count_of = dict(zip(SCALE, coverage.counts, strict=True))
    by_slot = {rating.slot: count for rating, count in count_of.items()}
    sides = " ".join(side for side, slots in _SIDES if any(by_slot[slot] for slot in slots))
    outlets = "1 outlet" if coverage.tellers == 1 else f"{coverage.tellers:,} outlets"
    return ", ".join(filter(None, (outlets, sides, *apart_from_gauge(coverage)[:1])))


def outlet_name(outlet: Outlet | None) -> str:
    """Return what an outlet is called on a line."""
    return fit(line(outlet.name or outlet.id).plain, _LONGEST_NAME) if outlet else "no outlet"


def _named(teller: Teller, targets: Targets, *, is_sure: bool = True) -> Content:
    """An outlet behind its gauge; one that is only related is dimmed as a whole."""
    rating = teller.outlet.rating if teller.outlet else NOT_RATED
    name = outlet_name(teller.outlet)
    gauge = small_gauge_content(rating, has_words=False)
    if gauge.cell_length + len(_NO_BREAK) + line(name).cell_length <= _LONGEST_IN_ONE:
        name = name.replace(" ", _NO_BREAK)
    if not is_sure:
        gauge = Content.styled(small_gauge(rating.rank)[0], "$quiet")
    named = Content.assemble(gauge, _NO_BREAK, (name, "" if is_sure else "$quiet"))
    return targets.put(named, TellerTarget(teller.row_id))


def _line(lead: str, named: Sequence[Content], count: int, end: str, targets: Targets, columns: int) -> Line:
    """The line with all that are named; in a row of so many `columns`, if not 0, with as many as there is room for.

    A click on how many others there are shows all.
    """
    if not columns:
        more = _more(f"and {count - len(named):,} more", count - len(named), targets)
        return Line(_joined(lead, [*named, *more, *_quiet(end)]), hang=len(lead))
    content = _joined(lead, named[:1])
    for most in range(1, len(named) + 1):
        more = _more(f"+{count - most:,}", count - most, targets)
        longer = _joined(lead, [*named[:most], *more])
        content = longer if most == 1 or longer.cell_length <= columns else content
    whole = _joined(lead, [*named, *_quiet(end)])
    if len(named) == count and whole.cell_length <= columns:
        content = whole
    return Line(content.truncate(columns, ellipsis=True), hang=len(lead))


def _joined(lead: str, pieces: Sequence[Content]) -> Content:
    return Content.assemble((lead, "$quiet"), Content(_GAP).join(pieces))


def _more(text: str, count: int, targets: Targets) -> list[Content]:
    return [targets.put(piece, AllTellersTarget()) for piece in _quiet(text)] if count else []


def _quiet(text: str) -> list[Content]:
    """A text that is broken behind commas only, and not at all where it is short; nothing where it is empty."""
    whole = text.replace(" ", _NO_BREAK)
    if len(whole) > _LONGEST_IN_ONE:
        whole = whole.replace(f",{_NO_BREAK}", ", ")
    return [Content.styled(whole, "$quiet")] if whole else []
