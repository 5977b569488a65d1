"""A small app to show one box on, with a screen below that notes every key that should not have reached it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from tests.ui.conftest import is_drawn, wait_until
from textual import events
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

import newsreader.ui
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.keyed_app import KeyedApp
from newsreader.ui.theme.builtin import OWN_THEMES
from newsreader.ui.widgets.choice_list import ChoiceList

Result = TypeVar("Result")


class Below(Screen[None]):
    """What lies below the box, with keys of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"note('{key}')", show=False)
        for key in (
            "q",
            "b",
            "y",
            "Y",
            "n",
            "N",
            "S",
            "x",
            "pagedown",
            "enter",
            "escape",
            "delete",
            "up",
            "down",
            "ctrl+s",
            "ctrl+g",
            "ctrl+d",
        )
    ]

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def action_note(self, key: str) -> None:
        self.keys.append(key)

    def on_key(self, event: events.Key) -> None:
        self.keys.append(event.key)


class Stage(KeyedApp, Generic[Result]):
    """Shows one box, and keeps what it was left with."""

    CSS_PATH = str(Path(newsreader.ui.__file__).parent / "app.tcss")

    def __init__(self, box: BoxScreen[Result], theme: str) -> None:
        super().__init__()
        for own in OWN_THEMES:
            self.register_theme(own)
        self.theme = theme
        self.animation_level = "none"
        self._box = box
        self.below = Below()
        self.results: list[Result | None] = []

    def on_mount(self) -> None:
        self.push_screen(self.below)
        self.push_screen(self._box, self.results.append)


class StageUI(Generic[Result]):
    """The box as a user sees and uses it."""

    def __init__(self, app: Stage[Result], pilot: Pilot[None], box: BoxScreen[Result]) -> None:
        self.app = app
        self.pilot = pilot
        self.box = box

    @property
    def choices(self) -> ChoiceList:
        return self.box.query_one(ChoiceList)

    async def until(self, condition: Callable[[], object], what: str) -> None:
        await wait_until(self.pilot, condition, what)

    async def settled(self) -> None:
        """Let the app work until no message waits anywhere."""
        calm = 0

        def is_calm() -> bool:
            nonlocal calm
            nodes = (self.app, *self.app.screen.walk_children(Widget, with_self=True))
            is_busy = (
                not self.app.keys.is_idle or any(node.message_queue_size for node in nodes) or not is_drawn(self.app)
            )
            calm = 0 if is_busy else calm + 1
            return calm == 2

        await self.until(is_calm, "nothing is under way")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settled()

    async def rush(self, *keys: str) -> None:
        """Press keys faster than the app can follow."""
        for key in keys:
            event = events.Key(key, {"space": " "}.get(key, key if len(key) == 1 else None))
            event.set_sender(self.app)
            self.app.post_message(event)
        await self.settled()

    async def paste(self, text: str) -> None:
        event = events.Paste(text)
        event.set_sender(self.app)
        self.app.post_message(event)
        await self.settled()

    async def result(self, *below: str) -> Result | None:
        """The result of the box, which closes once; only the keys `below` reach the screen below."""
        await self.until(lambda: self.app.results, "the box is left")
        await self.settled()
        assert len(self.app.results) == 1
        assert self.app.screen is self.app.below
        assert self.app.below.keys == list(below)
        return self.app.results[0]

    def is_open(self) -> bool:
        return self.app.screen is self.box and self.app.results == [] and self.app.below.keys == []

    def lines(self) -> list[str]:
        """All lines of the screen, as they go to the terminal."""
        return [strip.text for strip in self.app.screen._compositor.render_strips(self.app.size)]

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines())

    def listed(self) -> list[str]:
        """The lines of the list that are in sight, without the spaces around them."""
        shown = (self.choices.render_line(y).text.strip() for y in range(self.choices.size.height))
        return [line for line in shown if line]

    def at_cursor(self) -> str:
        """The line of the list that is drawn as the one at the cursor."""
        ground = self.choices.get_component_rich_style("choice-list--cursor").bgcolor
        (marked,) = (
            strip.text.strip()
            for strip in map(self.choices.render_line, range(self.choices.size.height))
            if any(style and style.bgcolor == ground for _, style, _ in strip)
        )
        return marked

    def says(self, selector: str) -> str:
        return str(self.box.query_one(selector, Static).visual)


@asynccontextmanager
async def on_stage(
    box: BoxScreen[Result], size: tuple[int, int] = (80, 24), theme: str = "newsreader-dark"
) -> AsyncIterator[StageUI[Result]]:
    """Show the box in a window of `size` until the block ends."""
    app = Stage(box, theme)
    async with app.run_test(size=size) as pilot:
        ui = StageUI(app, pilot, box)
        await ui.until(lambda: app.screen is box, "the box is shown")
        await ui.settled()
        yield ui
