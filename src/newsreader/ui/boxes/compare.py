"""The comparison of two tellers of an event: side by side, one above the other, or one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.geometry import Offset, Size

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.records import Teller
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.box import ReadingBox
from newsreader.ui.safe import line
from newsreader.ui.story.outlet import rated_outlet
from newsreader.ui.story.page import EMPTY_LINE, Line, Page
from newsreader.ui.story.reasons import days_apart, told_on
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.scrolling import Scrolling, scrolling

BESIDE_FROM: Final = 100
"""Columns from which on two tellers stand side by side."""

BOTH_FROM: Final = 16
"""Lines from which on both are in sight."""

_WIDE_HINT: Final = 56
"""Columns from which on what can be pressed is said in more words."""

_BULLET: Final = Content.styled("• ", "$accent")
_ONLY_HERE: Final = "only\u00a0here"
_LEGEND: Final = "only here: no other outlet that tells this has its words"
_NO_TEXT: Final = "This story has no text."
_GONE: Final = "This story is no longer in the library."


class Told(Struct, frozen=True):
    """A teller with the points of its story; they are the first sentences of one that `has_key_points` says has none.

    Of each point `only_here` says whether no other outlet tells it; it is empty as long as that is not known.
    """

    teller: Teller
    points: tuple[str, ...]
    has_key_points: bool
    only_here: tuple[bool, ...] = ()


class CompareSide(VerticalScroll, can_focus=True, inherit_bindings=False):
    """One of the two, which scrolls by itself."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where its first line in sight begins."""
        return self.content_region.offset

    def show(self, page: Page, heading: str, *, from_top: bool) -> None:
        """Show a page under a heading in the border."""
        self.border_title = line(heading)
        self.query_one(PageText).show(page)
        if from_top:
            self.scroll_home(animate=False, immediate=True)


class CompareScreen(ReadingBox):
    """The story that is shown on the one side, and another teller of its event on the other, where the next can come.

    `told_of` reads what a teller tells, None where its story is gone. `find_own` has a thread find which of its points
    no other outlet tells. It passes on what comes of it, perhaps after the box is closed.
    """

    OPENED_BY: ClassVar[str] = "compare"

    def __init__(
        self,
        own: Teller,
        partners: Sequence[Teller],
        told_of: Callable[[Teller], Told | None],
        find_own: Callable[[Told, Callable[[Told], None]], None],
        keymap: Keymap = DEFAULT_KEYMAP,
    ) -> None:
        super().__init__(keymap)
        self._tellers = own, partners[0]
        self._partners = partners
        self._told_of = told_of
        self._find_own = find_own
        self._at = 0
        self._active = 0

    def command_table(self) -> CommandTable:
        """Return the methods of the box; keys that scroll a story scroll the side that has the keys."""
        return {
            **super().command_table(),
            "compare": partial(self.change_partner, 1),
            "teller-next": partial(self.change_partner, 1),
            "teller-previous": partial(self.change_partner, -1),
            "pane-next": self.change_side,
            "pane-previous": self.change_side,
        }

    def compose(self) -> ComposeResult:
        """Two sides, each with a text."""
        with Container(id="compare-sides"):
            for _ in self._tellers:
                with CompareSide(classes="compare-side"):
                    yield PageText()

    def on_mount(self) -> None:
        """Show both."""
        self._follow_window(self.app.size)
        self._show(0)
        self._show(1)
        self._give_keys()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the sides out as there is room."""
        self._follow_window(event.size)
        self._give_keys()

    def change_partner(self, step: int) -> None:
        """Show the next of the others, or the one before, round and round; first the one that is out of sight."""
        if self.has_class("-single") and not self._active:
            self.change_side()
            return
        self._at = (self._at + step) % len(self._partners)
        self._tellers = self._tellers[0], self._partners[self._at]
        self._show(1)

    def change_side(self) -> None:
        """Give the keys to the other side."""
        self._active = 1 - self._active
        self._give_keys()

    @property
    def _sides(self) -> Sequence[CompareSide]:
        return list(self.query(CompareSide))

    @property
    def _scrolling(self) -> Scrolling:
        return scrolling(self._sides[self._active], animate=False)

    def _follow_window(self, size: Size) -> None:
        self.set_class(size.height < BOTH_FROM, "-single")
        self.set_class(size.height >= BOTH_FROM and size.width >= BESIDE_FROM, "-beside")

    def _give_keys(self) -> None:
        for number, side in enumerate(self._sides):
            side.set_class(number == self._active, "-active")
        self.app.stylesheet.update(self)  # only what is shown can take the keys
        self.set_focus(self._sides[self._active])
        for number, side in enumerate(self._sides):
            side.border_subtitle = line(self._hint() if number == self._active else "")

    def _hint(self) -> str:
        """What can be pressed, in as few words as a narrow window has room for."""
        partner, side, closes = map(self.keymap.shown, ("compare", "pane-next", "box-close"))
        if self.app.size.width < _WIDE_HINT:
            hints = [f"{partner} next", f"{side} side", f"{closes} closes"]
        else:
            hints = [f"{partner} next teller", f"{side} other side", f"{closes} closes"]
        return " · ".join(hints if len(self._partners) > 1 else hints[1:])

    def _show(self, number: int) -> None:
        teller = self._tellers[number]
        told = self._told_of(teller)
        if told is None:
            self._sides[number].show(Page([Line(Content(_GONE))]), self._heading(number), from_top=True)
            return
        self._show_told(number, told, from_top=True)
        self._find_own(told, partial(self._mark, number))

    def _mark(self, number: int, told: Told) -> None:
        """Mark what only this teller tells, if it is still the one that is shown."""
        if self.is_open and self._tellers[number] is told.teller:
            self._show_told(number, told, from_top=False)

    def _show_told(self, number: int, told: Told, *, from_top: bool) -> None:
        page = told_page(told, self._tellers[0])
        self._sides[number].show(page, self._heading(number), from_top=from_top)

    def _heading(self, number: int) -> str:
        if number == 0:
            return "This story"
        teller, own = self._tellers[1], self._tellers[0]
        what = "Also told by" if own.is_sure and teller.is_sure else "Related"
        return f"{what} · {self._at + 1} of {len(self._partners)}"


def told_page(told: Told, own: Teller) -> Page:
    """Return what a teller tells, as it is compared: title, outlet with rating and source, date, and points."""
    teller = told.teller
    apart = "" if teller is own else days_apart(own, teller)
    when = " · ".join(filter(None, (told_on(teller), apart)))
    lines = [
        Line(line(teller.title, "bold")),
        *rated_outlet(teller.outlet),
        Line(Content.styled(when, "$quiet")),
        EMPTY_LINE,
    ]
    if not told.points:
        return Page([*lines, Line(Content(_NO_TEXT))])
    lines.append(Line(Content.styled("Key points" if told.has_key_points else "First sentences", "bold $primary")))
    marks = told.only_here or (False,) * len(told.points)
    for point, is_only_here in zip(told.points, marks, strict=True):
        mark = ("  ", (_ONLY_HERE, "bold $accent")) if is_only_here else ()
        lines.append(Line(Content.assemble(line(point), *mark)).led_by(_BULLET))
    if any(marks):
        lines += [EMPTY_LINE, Line(Content.styled(_LEGEND, "$quiet"))]
    return Page(lines)
