"""What the parts of the main screen do in the background, off the event loop, and how they say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.screen import Screen


def run_in_background(
    screen: Screen[Any], work: Callable[[], Coroutine[Any, Any, None]], group: str, *, exclusive: bool = False
) -> None:
    """Run `work` in a worker of `screen` until it is done, or until the screen goes away.

    With `exclusive` it takes the place of what is under way in its `group`. A fault in it ends nothing else.
    """
    # Textual's type of what it runs leaves no room for a coroutine that returns nothing.
    screen.run_worker(cast("Any", work), group=group, exclusive=exclusive, exit_on_error=False)


def tell(screen: Screen[Any], message: str, title: str, *, is_warning: bool = False) -> None:
    """Show a notice, which is never taken for markup."""
    screen.notify(message, title=title, severity="warning" if is_warning else "information", markup=False)
