"""Keys that are taken in the order in which they are typed, and go no further."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget


async def act_here(widget: Widget, event: events.Key, actions: Mapping[str, str]) -> None:
    """Do what the key stands for in the widget that was given it, and keep it from all others.

    A binding acts only after its key went up through all widgets to the app. By then the letters
    typed after it may be in the field already, or another screen be on top, whose key it becomes.
    So once the screen of `widget` is no longer on top, keys that were on their way to it are lost.
    """
    event.stop()
    action = actions.get(event.key)
    if not widget.screen.is_active:
        event.prevent_default()
    elif action is not None:
        event.prevent_default()
        await widget.run_action(action)


def actions_of(bindings: Iterable[BindingType]) -> dict[str, str]:
    """The action of each key of these bindings."""
    return {binding.key: binding.action for binding in Binding.make_bindings(bindings)}
