"""The keys of the commands: which widget has which, and what a key means at the moment at which it is taken.

They are bound to each widget from its keymap, not to its class. So a key that the user took off a command is bound to
nothing, and a letter stays a letter where text is typed. The private names of Textual that this takes are used here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Mapping
from typing import Any, Final, Protocol, runtime_checkable

from textual import events
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen

from newsreader.keys.commands import BY_NAME
from newsreader.keys.keymap import Keymap
from newsreader.keys.names import character_of

CommandMethod = Callable[[], Coroutine[Any, Any, None] | None]
"""What does the work of a command. The next key waits for a coroutine until it ends or asks something."""

CommandTable = Mapping[str, CommandMethod]
"""The methods of commands by the commands' names."""

_ACTION: Final = "command"


@runtime_checkable
class HasCommands(Protocol):
    """A widget or screen that can do what some commands ask for."""

    @property
    def commands(self) -> CommandTable:
        """The methods of its commands."""


@runtime_checkable
class TextField(Protocol):
    """A widget in which text is typed."""

    def types(self, event: events.Key) -> bool:
        """Return whether this key puts something into the text."""


@runtime_checkable
class HasOwnKeys(Protocol):
    """A screen with keys that belong to no command, such as those of the user's own views."""

    def work_of(self, key: str) -> Coroutine[Any, Any, None] | None:
        """Return what such a key does, None where it is none."""


@runtime_checkable
class HasTypedText(Protocol):
    """A screen whose list follows what is typed in one of its fields."""

    def follow_typed(self) -> None:
        """Bring the list in line with the text of the field."""


def bind(
    node: DOMNode,
    keymap: Keymap,
    names: Iterable[str],
    *,
    leave_characters: bool = False,
    without: Collection[str] = (),
) -> None:
    """Give `node` the keys of the commands `names`, before the keys of its class.

    With `leave_characters` a key that types a character is bound to nothing. The keys `without` lose what they mean
    to the class.
    """
    own = BindingsMap(list(_bindings(keymap, names, leave_characters)))
    before = {key: found for key, found in node._bindings.key_to_bindings.items() if key not in without}
    node._bindings = BindingsMap.from_keys({**before, **own.key_to_bindings})


def _bindings(keymap: Keymap, names: Iterable[str], leave_characters: bool) -> Iterator[Binding]:
    for name in names:
        keys = [key for key in keymap.keys_of(name) if not (leave_characters and character_of(key))]
        if keys:
            command = BY_NAME[name]
            yield Binding(
                ",".join(keys),
                f"{_ACTION}({name!r})",
                command.title,
                key_display=keymap.first(name),
                id=name,
            )


def bind_alone(node: DOMNode, binding: Binding) -> None:
    """Give `node` this binding in place of all that its class has."""
    node._bindings = BindingsMap([binding])


def meanings(screen: Screen[Any], key: str) -> Iterator[tuple[DOMNode, Binding | None]]:
    """Yield what `key` may mean, from the focused widget outwards: a node with one of its bindings.

    For a text field the binding is None once: between the commands that are bound to it and the keys of its class.
    """
    app = screen.app
    for node, bindings in screen._modal_binding_chain:
        found = bindings.key_to_bindings.get(key, ())
        enabled = [binding for binding in found if app._check_action_state(binding.action, node)]
        yield from ((node, binding) for binding in enabled if is_command(binding))
        if isinstance(node, TextField):
            yield node, None
        yield from ((node, binding) for binding in enabled if not is_command(binding))


def is_command(binding: Binding) -> bool:
    """Return whether a binding is that of a command of the program, which its `id` then names."""
    return binding.id is not None and binding.action.startswith(f"{_ACTION}(")


def named(action: str, parameters: tuple[object, ...]) -> str:
    """Return the name of the command that `check_action` is asked about, "" where it is none."""
    return str(parameters[0]) if action == _ACTION else ""


def send(event: events.Key | events.Paste, node: MessagePump) -> None:
    """Give a key or a paste to `node`; it comes back to the app as one that was forwarded."""
    event._set_forwarded()
    node.post_message(event)
