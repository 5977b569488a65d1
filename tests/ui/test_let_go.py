"""What Textual would keep of widgets that are gone; it has the private names that this takes."""

from __future__ import annotations

import gc
from collections.abc import Callable
from weakref import ref

from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widget import Widget
from textual.widgets import Label

from newsreader.ui.terminal.let_go import let_go_of_strips, let_go_of_watchers

INNER, OUTER = Color(10, 20, 30, 0.5), Color(200, 100, 50)


class TwoLabels(App[None]):
    """One label goes, one stays; both watch the app's title."""

    def compose(self) -> ComposeResult:
        yield Label("stays", id="stays")
        yield Label("goes", id="goes")

    def on_mount(self) -> None:
        self.seen: list[str] = []
        for label in self.query(Label):
            label.watch(self, "title", self.seeing(str(label.id)), init=False)

    def seeing(self, name: str) -> Callable[[], None]:
        return lambda: self.seen.append(name)


def watchers(watched: object, attribute: str) -> list[tuple[Widget, object]]:
    lists: dict[str, list[tuple[Widget, object]]] = getattr(watched, "__watchers")
    return lists[attribute]


def test_the_colours_of_a_border_keep_no_widget_in_memory() -> None:
    original = StylesCache.get_inner_outer.__wrapped__
    let_go_of_strips()
    let_go_of_strips()
    cache = StylesCache()
    colors = cache.get_inner_outer(OUTER, INNER)
    assert colors == original(StylesCache, OUTER, INNER)
    assert StylesCache().get_inner_outer(OUTER, INNER) is colors, "they are cached for all"
    assert cache.get_inner_outer(INNER, OUTER) != colors
    kept = ref(cache)
    del cache
    gc.collect()
    assert kept() is None


async def test_watchers_that_are_gone_are_forgotten_and_those_that_are_there_still_see() -> None:
    app = TwoLabels()
    async with app.run_test() as pilot:
        assert len(watchers(app, "title")) == 2
        await app.query_one("#goes").remove()
        assert len(watchers(app, "title")) == 2, "Textual keeps it, which is why this is here"
        let_go_of_watchers(app)
        assert [watcher for watcher, _ in watchers(app, "title")] == [app.query_one("#stays")]
        app.title = "another"
        await pilot.pause()
        assert app.seen == ["stays"]


async def test_nothing_is_forgotten_where_nobody_watches() -> None:
    app = TwoLabels()
    async with app.run_test():
        let_go_of_watchers(app.query_one("#stays"))
