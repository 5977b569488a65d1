"""How many objects of a running app are alive, so that a test finds what stays behind."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from textual._styles_cache import StylesCache
from textual.app import App
from textual.cache import LRUCache
from textual.content import Content
from textual.dom import DOMNode
from textual.strip import Strip
from textual.timer import Timer
from textual.worker import Worker

_COUNTED: Final = (DOMNode, Strip, StylesCache, LRUCache, Content, Timer, Worker, asyncio.Task)


def live_objects(app: App[Any]) -> Counter[str]:
    """The number of objects of each kind that are reachable, of watchers and signals' subscribers, and of all."""
    gc.collect()
    objects = gc.get_objects()
    counts = Counter(kind.__name__ for each in objects for kind in _COUNTED if isinstance(each, kind))
    nodes = [app, *app.screen_stack, *app.screen.walk_children()]
    counts["watchers"] = sum(len(watchers) for node in nodes for watchers in _watchers(node))
    counts["workers of the app"] = len(list(app.workers))
    counts["notices"] = len(app._notifications)
    counts["objects"] = len(objects)
    return counts


def _watchers(node: DOMNode) -> Iterable[list[object]]:
    lists: dict[str, list[object]] = getattr(node, "__watchers", {})
    return lists.values()
