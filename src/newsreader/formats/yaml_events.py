"""YAML read as text, within bounds, from the parser's event stream.

No type is guessed: `NO`, `22:22` and `0123` stay what was written. Nothing recurses, nothing refers to
anything else in the file, and one story's faults do not reach the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

from newsreader.errors import FormatError
from newsreader.formats.reports import Report
from newsreader.formats.yaml_faults import explain
from newsreader.text import clean_text

DEPTH_LIMIT: Final = 32
"""Most levels of nesting within a story."""
NODE_LIMIT: Final = 200_000
"""Most values of a story."""
STORY_LIMIT: Final = 2_000_000
"""Most characters of a story."""
_HOPELESS_DEPTH = 256

_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
)
_LINE_END = re.compile(r"\r\n?|\n")
_ABSENT = frozenset({"", "~", "null", "Null", "NULL"})


class Node:
    """A value in a YAML file and where it stands."""

    __slots__ = ("mark",)

    def __init__(self, mark: Any) -> None:
        self.mark = mark

    @property
    def line(self) -> int:
        """The line, counted from 1."""
        return int(self.mark.line) + 1

    @property
    def column(self) -> int:
        """The column, counted from 1."""
        return int(self.mark.column) + 1


class Scalar(Node):
    """A piece of text; `value` is "" for one that is left empty or written as null."""

    __slots__ = ("value",)

    def __init__(self, mark: Any, value: str, style: str | None) -> None:
        self.mark = mark
        self.value = "" if not style and value in _ABSENT else value


class Sequence(Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, mark: Any) -> None:
        self.mark = mark
        self.items: list[Node] = []


class Mapping(Node):
    """Keys and values, alternating in `items`; every key is a `Scalar`."""

    __slots__ = ("items",)

    def __init__(self, mark: Any) -> None:
        self.mark = mark
        self.items: list[Node] = []


def has_fast_parser() -> bool:
    """Whether PyYAML was built with libyaml; without it reading takes some ten times as long."""
    return hasattr(_yaml()[0], "CSafeLoader")


def read_units(text: str, report: Report) -> Iterator[Node]:
    """The top-level values of all documents in `text`; the items of top-level lists come one by one.

    A value that breaks a bound or uses what is refused is reported and left out. Control characters,
    which YAML forbids, are reported and removed. Raises FormatError where the YAML itself is wrong;
    what was yielded before that place stands.
    """
    yaml, loader = _yaml()
    given = 0
    try:
        for unit in _Builder(loader(text), report).units():
            yield unit
            given += 1
    except yaml.reader.ReaderError:
        _report_control_character(text, report)
    except yaml.YAMLError as error:
        raise explain(error, text, report.offset) from error
    else:
        return
    try:
        yield from islice(_Builder(loader(clean_text(text)), report).units(), given, None)
    except yaml.YAMLError as error:
        raise explain(error, text, report.offset) from error


class _Builder:
    """Turns events into nodes, keeping the open containers of one story on a list of its own."""

    def __init__(self, loader: Any, report: Report) -> None:
        self._loader = loader
        self._report = report
        self._refused = False

    def units(self) -> Iterator[Node]:
        from yaml.events import (
            AliasEvent,
            MappingEndEvent,
            MappingStartEvent,
            ScalarEvent,
            SequenceEndEvent,
            SequenceStartEvent,
        )

        next_event = self._loader.get_event
        stack: list[Mapping | Sequence] = []  # the containers that are open within one story
        in_list = False
        nodes = 0
        node: Node
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                node = Scalar(event.start_mark, value, event.style)
                if event.anchor or event.tag:
                    self._refuse_decoration(event)
                elif value == "<<" and not event.style and stack and _awaits_key(stack[-1]):
                    self._refuse(event.start_mark, "Merging with `<<` is not supported.", "Write the fields out.")
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor or event.tag:
                    self._refuse_decoration(event)
                if kind is SequenceStartEvent and not stack and not in_list:
                    in_list = True
                    continue
                container = Mapping(event.start_mark) if kind is MappingStartEvent else Sequence(event.start_mark)
                if stack and not self._refused:
                    if _awaits_key(stack[-1]):
                        message = "The name of a field is a list or a mapping."
                        self._refuse(event.start_mark, message, "Write it as plain text.")
                    stack[-1].items.append(container)
                stack.append(container)
                if len(stack) > DEPTH_LIMIT:
                    self._refuse_depth(container, len(stack))
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if not stack:
                    in_list = False
                    continue
                node = stack.pop()
                if stack:
                    continue
                self._check_size(node, event.end_mark)
            elif kind is AliasEvent:
                self._refuse(
                    event.start_mark,
                    "A value that begins with `*` refers to another one, which is not supported.",
                    "Write the text out, or put it in quotes.",
                )
                node = Scalar(event.start_mark, "", None)
            else:
                continue
            if stack:
                nodes += 1
                if nodes > NODE_LIMIT:
                    self._refuse(node.mark, f"This story has more than {NODE_LIMIT:,} values.", "Split it up.")
                if not self._refused:
                    stack[-1].items.append(node)
            else:
                if not self._refused:
                    yield node
                self._refused = False
                nodes = 0

    def _refuse_depth(self, node: Node, depth: int) -> None:
        self._refuse(node.mark, f"The nesting is deeper than {DEPTH_LIMIT} levels.", "Remove some levels.")
        if depth > _HOPELESS_DEPTH:
            raise FormatError(
                "The nesting here is far too deep for a story; the rest of the file was not read.",
                "Remove the surplus brackets and dashes.",
                node.line,
                node.column,
            )

    def _check_size(self, node: Node, end: Any) -> None:
        if end.index - node.mark.index > STORY_LIMIT:
            size = f"{STORY_LIMIT // 1_000_000} million characters"
            self._refuse(node.mark, f"This story is longer than {size}.", "Shorten it or split it up.")

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor:
            message = "A value that begins with `&` names itself for reference, which is not supported."
        else:
            message = "A value that begins with `!` states its type, which is not supported."
        self._refuse(event.start_mark, message, "Remove the word, or put the whole value in quotes.")

    def _refuse(self, mark: Any, message: str, mend: str) -> None:
        """Report the first fault of a story and leave the story out."""
        if not self._refused:
            self._report.error(mark.line + 1, mark.column + 1, message, mend)
        self._refused = True


def _awaits_key(container: Mapping | Sequence) -> bool:
    return type(container) is Mapping and not len(container.items) % 2


def _report_control_character(text: str, report: Report) -> None:
    found = _FORBIDDEN.search(text)
    at = found.start() if found else 0
    lines = _LINE_END.split(text[:at])
    code = f"U+{ord(text[at]):04X}"
    report.warn(
        len(lines), len(lines[-1]) + 1, f"The control character {code} is not allowed here.", "Delete it from the file."
    )


@cache
def _yaml() -> tuple[Any, Any]:
    """PyYAML and its fastest loader, imported when the first YAML is read."""
    import yaml

    return yaml, getattr(yaml, "CSafeLoader", yaml.SafeLoader)
