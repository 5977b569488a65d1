"""The outlets screen: who is in the library, where they lean, and how much of each there is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from enum import StrEnum
from typing import ClassVar, Final

from msgspec import Struct
from textual.content import Content
from textual.widget import Widget

from newsreader.bias import SCALE, Rating
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.records import OutletCount
from newsreader.story import Outlet
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.picker import PickerScreen
from newsreader.ui.story.gauge import small_gauge_content
from newsreader.ui.widgets.choice_list import Choice, ChoiceList, choice_content
from newsreader.ui.widgets.hinted_box import HintedBox

_WIDE: Final = 54
"""Columns from which on the words of a rating stand beside its gauge."""


class Order(StrEnum):
    """What the outlets are ordered by; where that is the same, their names decide."""

    NAME = "name"
    STORIES = "stories"
    UNREAD = "unread"
    BIAS = "bias"


_ORDERS: Final = tuple(Order)
_KEYS: Final[dict[Order, Callable[[OutletCount], int]]] = {
    Order.NAME: lambda _: 0,
    Order.STORIES: lambda count: -count.stories,
    Order.UNREAD: lambda count: -count.unread,
    Order.BIAS: lambda count: count.outlet.rating.rank,
}


_WITH_WORDS: Final = {rating: small_gauge_content(rating) for rating in SCALE}
_WITHOUT_WORDS: Final = {rating: small_gauge_content(rating, has_words=False) for rating in SCALE}


class Columns(Struct, frozen=True):
    """What stands right of the names: the pictures of the ratings, and how wide a number gets at most."""

    ratings: dict[Rating, Content]
    numbers: int
    gap: int

    def row(self, rating: Content, stories: str, unread: str) -> Content:
        """The three columns of one line."""
        rating_width = max(drawn.cell_length for drawn in self.ratings.values())
        numbers = (
            text.rjust(max(self.numbers, len(name))) for text, name in ((stories, "Stories"), (unread, "Unread"))
        )
        rest = "".join(" " * self.gap + number for number in numbers)
        return Content.assemble(rating, " " * (rating_width - rating.cell_length), (rest, "$quiet"))


class OutletsHeading(Widget):
    """The names of the columns, drawn by a function that is told the width."""

    def __init__(self, content_for: Callable[[int], Content]) -> None:
        super().__init__(id="outlets-heading")
        self._content_for = content_for

    def render(self) -> Content:
        """The line."""
        return self._content_for(self.content_size.width)


class OutletsScreen(PickerScreen[Outlet]):
    """All outlets, each with its rating and the numbers of its stories; leaves with the one to filter by.

    They are given in the order of their names, which outlets that another order puts at one place keep. `rate` asks
    for a rating of the one at the cursor, and returns all outlets as they are then; None if nothing has changed.
    """

    PLACEHOLDER: ClassVar[str] = "an outlet"
    PICKING: ClassVar[str] = "filters by it"
    NONE: ClassVar[str] = "No story names an outlet."
    NO_HIT: ClassVar[str] = "No outlet fits."

    def __init__(
        self,
        outlets: Sequence[OutletCount],
        keymap: Keymap = DEFAULT_KEYMAP,
        rate: Callable[[Outlet], Awaitable[Sequence[OutletCount] | None]] | None = None,
    ) -> None:
        super().__init__("Outlets", [_name(count.outlet) for count in outlets], keymap)
        self._outlets = outlets
        self._rate = rate
        self._numbers_width = max((len(f"{count.stories:,}") for count in outlets), default=0)
        self._order = Order.NAME
        self._arranged = self._arrange()

    def arrangement(self) -> Sequence[int]:
        """All outlets in the order of the moment."""
        return self._arranged

    def heading(self) -> Iterable[Widget]:
        """The names of the columns."""
        yield OutletsHeading(self._heading_for)

    def on_mount(self) -> None:
        """Say what the outlets are ordered by."""
        self._show_order()

    def choice(self, number: int) -> Choice:
        """An outlet with its rating and its numbers."""
        count = self._outlets[number]
        columns = self._columns(self.query_one(ChoiceList).scrollable_content_region.width)
        rating = columns.ratings[count.outlet.rating]
        return Choice(_name(count.outlet), columns.row(rating, f"{count.stories:,}", f"{count.unread:,}"))

    def chosen(self, number: int) -> None:
        """Leave with the outlet."""
        self.leave(self._outlets[number].outlet)

    def command_table(self) -> CommandTable:
        """Return the methods of a picker, and those that change the order and a rating."""
        return {**super().command_table(), "box-next-order": self.next_order, "box-rate": self.rate}

    async def rate(self) -> None:
        """Rate the outlet at the cursor, and list all as they are then."""
        number = self._choices().current
        if number is None or self._rate is None:
            return
        rated = self._outlets[number].outlet.id
        outlets = await self._rate(self._outlets[number].outlet)
        if outlets is None or not self.is_open:
            return
        self._outlets = outlets
        self.rename([_name(count.outlet) for count in outlets])
        self._arranged = self._arrange()
        self.reload()
        choices = self.query_one(ChoiceList)
        places = (place for place, each in enumerate(choices.numbers) if outlets[each].outlet.id == rated)
        choices.cursor = next(places, choices.cursor)

    def next_order(self) -> None:
        """List the outlets in the next order, from its top."""
        self._order = _ORDERS[(_ORDERS.index(self._order) + 1) % len(_ORDERS)]
        self._arranged = self._arrange()
        self._show_order()
        self.reload()

    def _arrange(self) -> Sequence[int]:
        key = _KEYS[self._order]
        return sorted(range(len(self._outlets)), key=lambda n: key(self._outlets[n]))

    def _show_order(self) -> None:
        order = f"{self.keymap.shown('box-next-order')} order: {self._order}"
        rates = f"{self.keymap.shown('box-rate')} rates · " if self._outlets and self._rate else ""
        self.query_one("#picker-box", HintedBox).hint(f"{rates}{order}", order)

    def _columns(self, width: int) -> Columns:
        is_wide = width >= _WIDE
        return Columns(_WITH_WORDS if is_wide else _WITHOUT_WORDS, self._numbers_width, 3 if is_wide else 1)

    def _heading_for(self, width: int) -> Content:
        columns = self._columns(width).row(Content("Bias"), "Stories", "Unread")
        return choice_content(Choice("Outlet", columns), width).stylize("$quiet")


def _name(outlet: Outlet) -> str:
    return outlet.name or outlet.id or "(no name)"
