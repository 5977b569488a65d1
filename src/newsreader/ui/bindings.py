"""The key bindings of the commands.

They are made for each widget of its keymap, not for its class: what the user took off a command is bound to nothing,
and a letter stays a letter where text is typed.
"""

from __future__ import annotations

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from newsreader.keys.commands import COMMANDS, Place
from newsreader.keys.keymap import Keymap


def bindings_for(keymap: Keymap, place: Place, *, namespace: str = "") -> list[Binding]:
    """The key bindings of all commands that apply in this place; `namespace` says whose actions they are."""
    return [
        Binding(
            ",".join(keymap.keys_of(command.name)),
            namespace + command.action,
            command.title,
            show=command.in_footer,
            key_display=keymap.first(command.name),
            priority=command.at_once,
            id=command.name,
        )
        for command in COMMANDS
        if command.place is place and keymap.keys_of(command.name)
    ]


def bind(node: DOMNode, keymap: Keymap, place: Place, *, namespace: str = "") -> None:
    """Give a widget or screen the keys of all commands that apply in this place, before those of its class."""
    own = BindingsMap(bindings_for(keymap, place, namespace=namespace))
    node._bindings = BindingsMap.from_keys({**node._bindings.key_to_bindings, **own.key_to_bindings})
