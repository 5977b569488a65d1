"""Nothing stays behind of a box that was closed, of a filter, of a story that was read: objects are counted, not bytes."""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.ui import events as told
from tests.ui.conftest import is_drawn
from tests.ui.live_objects import live_objects
from textual import events

from newsreader.keys.commands import BY_NAME, COMMANDS, KeyContext
from newsreader.ui import boxes
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.boxes.compare import CompareScreen
from newsreader.ui.boxes.why import WhyScreen
from newsreader.ui.main import links, story
from newsreader.ui.main.child import Child, Ended
from newsreader.ui.widgets.filter_bar import FilterBar, FilterInput
from newsreader.views import FILTERS_KEPT

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

BOXES: Final = (
    "help", "all-read", "tags", "note", "links", "outlets", "views", "save-view", "theme", "problems", "palette",
    "add-story", "feeds", "subscribe", "reading-balance",
)  # fmt: skip
"""The commands that open a box."""

BOXES_OF_AN_EVENT: Final = {"compare": CompareScreen, "why-together": WhyScreen}
"""The commands that open a box where others tell the story, too, and the boxes."""

ROUNDS: Final = 200
BOX_ROUNDS: Final = 100
"""Rounds of a box: it has no caches that fill slowly."""

WARM_UP: Final = 20
"""Rounds before the first count: what is imported and cached once is there then."""

FEW: Final = 1 / 4
"""How many more of a kind may be alive in limited caches, for each round; a leak in each round adds at least one."""

STORIES_READ: Final = 10
"""How many stories are read again and again: the rows of listed stories are kept, up to a limit."""

ROWS: Final = 2_000
ROWS_FIRST: Final = 400
"""Rows before the first count: the caches of rows and strips are full then."""

AT_ONCE: Final = 20
"""Keys that are sent before the test looks."""

MOST_OBJECTS: Final = 20
"""How many more objects of all kinds may be alive in limited caches, for each round; a widget has hundreds."""


@pytest.fixture
def stocked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with a problem, and with so many stories that marking all of them asks first.

    Commands that run as processes of their own have an answer at once: there are no feeds, and any page names two.
    """
    named = b'{"subscribed": [], "failed": [{"message": "", "feeds": [{"name": "A", "url": "https://a.example"}]}]}'

    async def answer(one: Child, *_: object, **__: object) -> Ended:
        return Ended(1, named) if "subscribe" in one._words else Ended(0, b"[]")

    monkeypatch.setattr(Child, "run", answer)
    desk.library.fill()
    desk.library.fill_with(ROUNDS + WARM_UP)
    desk.library.write("broken.yaml", "title: [")
    desk.warm()
    return desk


async def until(ui: ReaderUI, condition: Callable[[], object]) -> None:
    await ui.until(condition, "what the keys lead to is there")


def send(ui: ReaderUI, *keys: str) -> None:
    for key in keys:
        event = events.Key(key, None)
        event.set_sender(ui.app)
        ui.app.post_message(event)


async def assert_nothing_stays(ui: ReaderUI, one_round: Callable[[int], Awaitable[None]], rounds: int = ROUNDS) -> None:
    for number in range(WARM_UP):
        await one_round(number)
    await ui.settled()
    before = live_objects(ui.app)
    for number in range(WARM_UP, WARM_UP + rounds):
        await one_round(number)
    await ui.settled()
    more = live_objects(ui.app)
    more.subtract(before)
    limits = {kind: rounds * (MOST_OBJECTS if kind == "objects" else FEW) for kind in more}
    assert {kind: count for kind, count in more.items() if count > limits[kind]} == {}


@pytest.mark.parametrize("name", BOXES)
async def test_nothing_stays_of_a_box(stocked: Desk, name: str) -> None:
    async with stocked.open(size=(60, 16)) as ui:

        async def open_and_close(_: int) -> None:
            send(ui, BY_NAME[name].keys[0])
            await until(ui, lambda: ui.app.screen is not ui.main and is_drawn(ui.app))
            send(ui, "escape")
            await until(ui, lambda: ui.app.screen is ui.main and is_drawn(ui.app))

        await assert_nothing_stays(ui, open_and_close, BOX_ROUNDS)


@pytest.mark.parametrize("name", BOXES_OF_AN_EVENT)
async def test_nothing_stays_of_a_box_of_an_event(desk: Desk, name: str) -> None:
    told.fill(desk.library)
    async with desk.open(told.reader_of(desk), size=(60, 16)) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter")

        async def open_and_close(_: int) -> None:
            send(ui, BY_NAME[name].keys[0])
            await until(ui, lambda: isinstance(ui.app.screen, BOXES_OF_AN_EVENT[name]) and is_drawn(ui.app))
            send(ui, "escape")
            await until(ui, lambda: ui.app.screen is ui.main and is_drawn(ui.app))

        await assert_nothing_stays(ui, open_and_close, BOX_ROUNDS)


async def test_nothing_stays_of_a_filter(stocked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "_REST", 0.0)
    async with stocked.open(size=(60, 16)) as ui:

        async def narrow(number: int) -> None:
            text = f"story {number:03}"
            send(ui, "slash")
            field = ui.main.query_one(FilterInput)
            await until(ui, lambda: field.has_focus)
            field.select_all()
            field.post_message(events.Paste(text))
            await until(ui, lambda: ui.main.listing.filter.text == text)
            send(ui, "enter")
            await until(
                ui, lambda: ui.stories.has_focus and not ui.main.listing.is_searching and not ui.main.story.is_due
            )

        await assert_nothing_stays(ui, narrow)
        assert len(ui.main.query_one(FilterBar).history) == FILTERS_KEPT


async def test_nothing_stays_of_two_thousand_rows(desk: Desk) -> None:
    desk.library.fill_with(ROWS + ROWS_FIRST + 1)
    desk.warm()
    async with desk.open(size=(60, 16)) as ui:

        async def go_down(count: int) -> None:
            cursor = ui.stories.cursor
            send(ui, *("j",) * count)
            await until(ui, lambda: ui.stories.cursor == cursor + count and is_drawn(ui.app))

        for _ in range(ROWS_FIRST // AT_ONCE):
            await go_down(AT_ONCE)
        before = live_objects(ui.app)
        for _ in range(ROWS // AT_ONCE):
            await go_down(AT_ONCE)
        more = live_objects(ui.app)
        more.subtract(before)
        assert {
            kind: count for kind, count in more.items() if count > (ROWS if kind == "objects" else ROUNDS * FEW)
        } == {}


async def test_nothing_stays_of_a_story_that_was_read(stocked: Desk) -> None:
    async with stocked.open(size=(60, 16)) as ui:

        async def read(number: int) -> None:
            send(ui, "k" if number // STORIES_READ % 2 else "j", "enter")
            await until(ui, lambda: ui.main.story.stored and ui.main.story.stored.row_id == ui.stories.current)
            await until(ui, lambda: is_drawn(ui.app))
            send(ui, "1")
            await until(ui, lambda: ui.stories.has_focus)
            await ui.pilot.resize_terminal(60 + number % 2, 16)

        await assert_nothing_stays(ui, read)


async def test_every_box_is_among_them(stocked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each command: those that open a box are those of the test above, and so are the boxes."""
    monkeypatch.setattr(links, "find_browser", lambda: None)
    opened: dict[str, object] = {}
    async with stocked.open() as ui:
        for command in COMMANDS:
            if command.name not in ("quit", "back-or-quit") and command.place in (KeyContext.READER, KeyContext.LIST):
                ui.main.listing.set_filter("")
                await ui.settled()
                ui.app.keys.run(command.name, ui.stories)
                await ui.settled()
                if ui.app.screen is not ui.main:
                    opened[command.name] = type(ui.app.screen)
                    send(ui, "escape")
                    await until(ui, lambda: ui.app.screen is ui.main)
        opened |= await boxes_of_a_rating(ui)
        opened["box-accept"] = await box_of_a_page(ui)
    assert Counter(opened.keys()) == Counter((*BOXES, "box-rate", "box-accept"))
    assert set(own_boxes(BoxScreen)) <= {*opened.values(), *BOXES_OF_AN_EVENT.values()}


async def box_of_a_page(ui: ReaderUI) -> object:
    """Open the box that offers the feeds of a page, and leave it."""
    send(ui, BY_NAME["subscribe"].keys[0])
    await until(ui, lambda: ui.app.screen is not ui.main and is_drawn(ui.app))
    prompt = ui.app.screen
    ui.app.post_message(events.Paste("a.example"))
    send(ui, "enter")
    await until(ui, lambda: ui.app.screen not in (ui.main, prompt) and is_drawn(ui.app))
    offered = type(ui.app.screen)
    send(ui, "escape")
    await until(ui, lambda: ui.app.screen is ui.main)
    return offered


async def boxes_of_a_rating(ui: ReaderUI) -> dict[str, object]:
    """Open the box that asks for a rating, from that of the outlets, and leave both."""
    send(ui, "O")
    await until(ui, lambda: ui.app.screen is not ui.main and is_drawn(ui.app))
    outlets = ui.app.screen
    send(ui, *BY_NAME["box-rate"].keys[:1])
    await until(ui, lambda: ui.app.screen not in (ui.main, outlets) and is_drawn(ui.app))
    opened: dict[str, object] = {"box-rate": type(ui.app.screen)}
    send(ui, "escape")
    await until(ui, lambda: ui.app.screen is outlets)
    send(ui, "escape")
    await until(ui, lambda: ui.app.screen is ui.main)
    return opened


def own_boxes(kind: type[Any]) -> Iterator[type[Any]]:
    """The kinds of boxes of the program that are shown, not those they derive from."""
    for module in pkgutil.iter_modules(boxes.__path__, f"{boxes.__name__}."):
        import_module(module.name)
    for derived in kind.__subclasses__():
        if derived.__module__.startswith("newsreader."):
            yield from own_boxes(derived) if derived.__subclasses__() else (derived,)
