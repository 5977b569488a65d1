"""Reading of YAML that goes on behind a fault, so that a fault costs as little as it can.

Slips whose meaning is plain are corrected. Any other fault costs the value that it is in. Both are only looked for
where the parser has met a fault, so sound files lose no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from newsreader.errors import FormatError
from newsreader.formats.field_names import begins_with_field, field_before_colon
from newsreader.formats.reports import Report
from newsreader.formats.yaml.events import BrokenYamlError, Node, Scalar, read_units
from newsreader.formats.yaml.faults import never_closed
from newsreader.formats.yaml.layout import ITEM, item_above, line_of, line_starts, margin_of_list
from newsreader.formats.yaml.slips import SlipFinder

_INDENT = re.compile("[ ]*")

_MOST_READ_AGAIN: Final = 20_000_000
"""Characters that are read again behind such faults: there are some behind which the parser looks at all the rest."""

_COST_OF_READING: Final = 40_000
"""Characters for which a reading counts beside its own. So a file of slips alone is read a few hundred times."""


def read_on(text: str, report: Report, is_last: Callable[[str], bool]) -> Iterator[Node]:
    """Give the top-level values in `text`, as `read_units` does; a fault costs the value that it is in.

    Values below a fault are read on from the next item of the list, or the next document. `is_last` is asked
    after each fault whether the text from the value with the fault on is done with.
    """
    yaml = CorrectedYaml(text, report)
    while True:
        try:
            yield from yaml.units()
            return
        except FormatError as fault:
            following = _next_item(yaml.text, fault)
            report.failure(_cause(yaml.text, fault, following))
            if is_last(yaml.text) or following is None:
                return
        at, lines = following
        yaml.text = "\n" * lines + yaml.text[at:]
        if not yaml.spend(len(yaml.text)):
            fix = "Correct those above; then the next ones are told."
            report.error(lines + 1, 1, "There are too many faults in this file: what begins here was not read.", fix)
            return


class CorrectedYaml(Struct):
    """Read YAML with its slips corrected.

    `text` is what is left of it to read, its lines where they were. `left` is how much may still be read again.
    """

    text: str
    report: Report
    left: int = _MOST_READ_AGAIN

    def units(self) -> Iterator[Node]:
        """Give what `read_units` gives; raises BrokenYamlError for a fault that is no slip."""
        while True:
            try:
                items = _Items(self.text)
                for unit in read_units(self.text, self.report):
                    if isinstance(unit, Scalar) and unit.value and _may_be_slip(unit, self.text, items):
                        place = (unit.line - 1, unit.column - 1)
                        if self._correct(unit.line, [place], is_alone=True):
                            break
                    yield unit
                else:
                    return
            except BrokenYamlError as fault:
                if not self._correct(fault.begun, fault.places):
                    raise

    def spend(self, characters: int) -> bool:
        """Return whether so many more characters may be read again."""
        self.left -= characters + _COST_OF_READING
        return self.left >= 0

    def _correct(self, begun: int | None, places: Sequence[tuple[int, int]], *, is_alone: bool = False) -> bool:
        """Correct a slip at one of the `places`, in or below the value that begins at line `begun`, and report it."""
        if self.left < 0:
            return False
        starts = line_starts(self.text)
        slip = SlipFinder(self.text, starts).slip(begun, places, is_alone=is_alone)
        if slip is None:
            if is_alone:  # what is no slip ends no reading, so the look at all lines is counted here
                self.spend(len(self.text))
            return False
        if not self.spend(len(self.text) - starts[slip.start]):
            return False
        self.report.error(slip.start + 1, slip.column + 1, slip.message, slip.fix)
        first = slip.start if begun is None else item_above(self.text, starts, begun - 1)
        behind = starts[slip.end] if slip.end < len(starts) else len(self.text)
        above = self.text[starts[first] : starts[slip.start]]
        self.text = "\n" * first + above + slip.lines + self.text[behind:]
        return True


class _Items:
    """The items and documents of a text, looked up from the top to the bottom."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = ITEM.finditer(text)
        self._next = next(self._found, None)

    def stand_below(self, unit: Scalar) -> bool:
        """Return whether a line begins with `unit`, and what begins next below it is an item of a list."""
        at = unit.mark.index
        while self._next is not None and self._next.start() < at:
            self._next = next(self._found, None)
        start = _INDENT.match(self._text, at - unit.mark.column)
        begins_line = start is not None and start.end() == at
        return begins_line and self._next is not None and self._next["margin"] is not None


def _may_be_slip(unit: Scalar, text: str, items: _Items) -> bool:
    """Return whether plain text that stands in place of a story may be a field, or words above a list.

    A block of text is neither.
    """
    if text.startswith(("|", ">"), unit.mark.index):
        return False
    return field_before_colon(unit.value) is not None or items.stand_below(unit)


def _next_item(text: str, fault: FormatError) -> tuple[int, int] | None:
    """Return where the next item of a list, or the next document, begins, and how many lines are above it.

    It is the next one behind the value that the fault cuts off, though that may have taken it for a part of itself.
    None where there is none.
    """
    starts = line_starts(text)
    begun = fault.begun if isinstance(fault, BrokenYamlError) else None
    line = fault.line if begun is None else begun
    if line >= len(starts):
        return None
    margin = margin_of_list(text, starts[line - 1])
    for found in ITEM.finditer(text, starts[line]):
        is_story = margin is None and fault.line == line_of(starts, found.start()) + 1
        if found["margin"] is None or len(found["margin"]) == margin or (is_story and _begins_story(text, found.end())):
            return found.start(), line_of(starts, found.start())
    return None


def _begins_story(text: str, at: int) -> bool:
    return begins_with_field(text[at : at + 40].lstrip())


def _cause(text: str, fault: FormatError, following: tuple[int, int] | None) -> FormatError:
    """Return the fault to report: for one that was met in the next item, that a quote above is not closed."""
    last = fault.last if isinstance(fault, BrokenYamlError) else None
    is_below = last is not None and following is not None and last.line <= following[1] < fault.line
    if last is None or not is_below or text[last.mark.index : last.mark.index + 1] not in ("'", '"'):
        return fault
    return never_closed(last.line, last.column)
