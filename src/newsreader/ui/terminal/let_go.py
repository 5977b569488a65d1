"""Has Textual let go of widgets that are gone. All it would keep of them is here, with the private names it takes.

Textual 8 keeps two things of a widget after it was removed, and all that hangs on it with them:

- `StylesCache.get_inner_outer` has a cache of 1,024 results, whose keys hold the `StylesCache` of the widget: each
  with the strips of all its lines.
- A watcher that a widget has on another one, as the text area has on the app, stays until what is watched changes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from textual._styles_cache import StylesCache
from textual.dom import DOMNode

_COLORS_KEPT: Final = 1024


def let_go_of_strips() -> None:
    """Have the colours of borders cached for all widgets in common: they follow from two other colours alone."""
    of_two_colors: Any = lru_cache(_COLORS_KEPT)(StylesCache.get_inner_outer.__wrapped__)
    setattr(StylesCache, "get_inner_outer", classmethod(of_two_colors))  # noqa: B010


def let_go_of_watchers(watched: DOMNode) -> None:
    """Forget who watches `watched` and is gone."""
    for watchers in getattr(watched, "__watchers", {}).values():
        watchers[:] = [(watcher, callback) for watcher, callback in watchers if watcher.is_running]
