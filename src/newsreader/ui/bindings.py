"""The key bindings of the commands."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from newsreader.commands import COMMANDS, Place, key_name


def bindings_for(*places: Place, namespace: str = "") -> list[BindingType]:
    """The key bindings of all commands that apply in these places; `namespace` says whose actions they are."""
    return [
        Binding(
            ",".join(command.keys),
            namespace + command.action,
            command.title,
            show=command.in_footer,
            key_display=key_name(command.keys[0]),
            priority=command.at_once,
            id=command.name,
        )
        for command in COMMANDS
        if command.place in places
    ]
