"""The box of the reading balance: what was read and what the library has, by the rating of the outlets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from newsreader.bias import RATING_CAVEAT, SCALE, Rating
from newsreader.dates import exact_date
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.reader.balance import Balance, PeriodCounts
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.box import ReadingBox
from newsreader.ui.story.gauge import small_gauge_content
from newsreader.ui.widgets.fitted_text import FittedText
from newsreader.ui.widgets.hinted_box import HintedBox

_READ: Final = "read"
_THERE: Final = "have"
_GAP: Final = 1
_BETWEEN_PERIODS: Final = 3
_GAUGES: Final = {rating: small_gauge_content(rating) for rating in SCALE}
_NAMES_WIDTH: Final = max(gauge.cell_length for gauge in _GAUGES.values())
_RATED: Final = tuple(rating for rating in SCALE if rating.slot is not None)
_OTHERS: Final = tuple(rating for rating in SCALE if rating.slot is None)
_LEGEND: Final = (
    "“read”: the stories that you read in these days, today included.",
    "“have”: the stories of the library that are of these days; those without a date count under “All” alone.",
    "Hidden and muted stories are left out. The rating is the one that the outlet has now; its source and date stand"
    " beside each story.",
    RATING_CAVEAT,
)


class BalanceScreen(ReadingBox):
    """The counts of each period.

    `clear` has only count what is read from now on, and `restore` everything again. Both return the counts as they are
    then, None where they can't be had.
    """

    OPENED_BY: ClassVar[str] = "reading-balance"

    def __init__(
        self,
        balance: Balance,
        keymap: Keymap = DEFAULT_KEYMAP,
        *,
        clear: Callable[[], Awaitable[Balance | None]],
        restore: Callable[[], Awaitable[Balance | None]],
    ) -> None:
        super().__init__(keymap)
        self._balance = balance
        self._clear = clear
        self._restore = restore

    def command_table(self) -> CommandTable:
        """Return the methods of the box."""
        return {**super().command_table(), "box-remove": self.clear, "undo": self.restore}

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with HintedBox(id="balance-box") as box:
            box.border_title = "Reading balance"
            text = VerticalScroll(FittedText(id="balance-text"), id="balance-scroll")
            text.can_focus = False
            yield text

    def on_mount(self) -> None:
        """Show the counts."""
        self._show(self._balance)

    async def clear(self) -> None:
        """Count what is read from now on."""
        self._show(await self._clear())

    async def restore(self) -> None:
        """Count everything that was read again."""
        self._show(await self._restore())

    def _show(self, balance: Balance | None) -> None:
        """Show these counts; None leaves what is shown."""
        if balance is None or not self.is_open:
            return
        self._balance = balance
        shown = self.keymap.shown
        restores = f"{shown('undo')} counts all · " if balance.read_since else ""
        closes = f"{shown('box-close')} closes"
        whole = f"{restores}{shown('box-remove')} clears · {closes}"
        self.query_one(HintedBox).hint(whole, restores + closes, closes)
        self.query_one(FittedText).show(lambda width: balance_content(balance, width))


def balance_content(balance: Balance, width: int) -> Content:
    """The counts in `width` columns: the periods beside one another where there is room, else below one another."""
    groups = [_Group(counts) for counts in balance.periods]
    taken = _NAMES_WIDTH + sum(_BETWEEN_PERIODS + group.width for group in groups)
    tables = [groups] if taken <= width else [[group] for group in groups]
    lines: list[Content] = []
    if balance.read_since:
        since = exact_date(datetime.fromtimestamp(balance.read_since, UTC))
        lines += [*Content(f"What you read counts since {since}. Read marks are as they were.").wrap(width), Content()]
    for table in tables:
        lines += [*_table(table), Content()]
    for sentence in _LEGEND:
        lines += Content.styled(sentence, "$quiet").wrap(width)
    return Content("\n").join(lines)


class _Group:
    """The two columns of a period."""

    def __init__(self, counts: PeriodCounts) -> None:
        self._counts = counts
        self._read_width = max(len(_READ), len(f"{sum(counts.read.values()):,}"))
        self._there_width = max(len(_THERE), len(f"{sum(counts.stories.values()):,}"))
        self._pair_width = self._read_width + _GAP + self._there_width
        self.width = max(len(counts.period.name), self._pair_width)

    def name(self) -> Content:
        return Content.styled(self._counts.period.name.rjust(self.width), "bold")

    def heading(self) -> Content:
        return Content.styled(self._pair(_READ, _THERE), "$quiet")

    def row(self, ratings: Sequence[Rating]) -> Content:
        read, there = (
            sum(counts[rating.id] for rating in ratings) for counts in (self._counts.read, self._counts.stories)
        )
        pair = Content(self._pair(f"{read:,}", f"{there:,}"))
        return pair if read or there else pair.stylize("$quiet")

    def _pair(self, read: str, there: str) -> str:
        return f"{read.rjust(self._read_width)}{' ' * _GAP}{there.rjust(self._there_width)}".rjust(self.width)


def _table(groups: Sequence[_Group]) -> Iterator[Content]:
    yield _row(Content(), [group.name() for group in groups])
    yield _row(Content(), [group.heading() for group in groups])
    for ratings in (_RATED, _OTHERS):
        for rating in ratings:
            yield _row(_GAUGES[rating], [group.row((rating,)) for group in groups])
        yield Content()
    yield _row(Content("Together"), [group.row(SCALE) for group in groups])


def _row(name: Content, cells: Sequence[Content]) -> Content:
    name = name.pad_right(_NAMES_WIDTH - name.cell_length)
    return Content(" " * _BETWEEN_PERIODS).join([name, *cells])
