"""YAML read as text, within bounds, from the parser's event stream.

No type is guessed: `NO`, `22:22` and `0123` stay what was written. Nothing recurses, nothing refers to
anything else in the file, and one story's faults do not reach the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as AbcSequence
from functools import cache
from typing import Any, Final

from newsreader.errors import FormatError
from newsreader.formats.reports import Report, excerpt
from newsreader.formats.yaml.comments import Comments
from newsreader.formats.yaml.faults import explain
from newsreader.formats.yaml.source import YamlSource

DEPTH_LIMIT: Final = 32
"""Most levels of nesting within a story."""
NODE_LIMIT: Final = 200_000
"""Most values of a story."""
STORY_LIMIT: Final = 2_000_000
"""Most characters of a story."""
_HOPELESS_DEPTH = 256

_QUOTES: Final = "Remove the word, or put the whole value in quotes."
_NAMED: Final = ("A value that begins with `&` names itself for reference, which is not supported.", _QUOTES)
_TYPED: Final = ("A value that begins with `!` states its type, which is not supported.", _QUOTES)
_ALIAS: Final = (
    "A value that begins with `*` refers to another one, which is not supported.",
    "Write the text out, or put it in quotes.",
)
_MERGING: Final = ("Merging with `<<` is not supported.", "Write the fields out.")
_CONTAINER_AS_KEY: Final = ("The name of a field is a list or a mapping.", "Write it as plain text.")
_ABSENT = frozenset({"", "~", "null", "Null", "NULL"})


class Node:
    """A value in a YAML file and where it stands."""

    __slots__ = ("mark",)

    def __init__(self, mark: Any) -> None:
        self.mark = mark

    @property
    def line(self) -> int:
        """Return the line, counted from 1."""
        return int(self.mark.line) + 1

    @property
    def column(self) -> int:
        """Return the column, counted from 1."""
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


class Refused(Node):
    """What stands in place of a value that is not read; `message` and `fix` say why."""

    __slots__ = ("fix", "message")

    def __init__(self, mark: Any, message: str, fix: str) -> None:
        self.mark = mark
        self.message = message
        self.fix = fix


class BrokenYamlError(FormatError):
    """Signal a fault of the YAML itself.

    `begun` is the line of the value that it cuts off, None if none had begun. `last` is the text of that value that
    was read last. `places` are those where the cause may be: lines and columns, counted from 0.
    """

    def __init__(
        self, fault: FormatError, begun: int | None, last: Scalar | None, places: AbcSequence[tuple[int, int]]
    ) -> None:
        super().__init__(fault.message, fault.fix, fault.line, fault.column)
        self.begun = begun
        self.last = last
        self.places = places


def has_fast_parser() -> bool:
    """Return whether PyYAML was built with libyaml; without it reading takes some ten times as long."""
    return hasattr(yaml_parser()[0], "CSafeLoader")


def read_units(text: str, report: Report) -> Iterator[Node]:
    """Give the top-level values of all documents in `text`; the items of top-level lists come one by one.

    A value that breaks a bound or uses what is refused is reported and left out. Control characters,
    which YAML forbids, are reported. Raises BrokenYamlError where the YAML itself is wrong; what was yielded
    before that place stands.
    """
    yaml, loader = yaml_parser()
    source = YamlSource(text)
    source.report_control_character(report)
    comments = Comments(text, report)
    builder = _Builder(loader(source.text), source, comments, report)
    try:
        yield from builder.units()
        comments.end(len(text))
    except yaml.YAMLError as error:
        comments.end(_index(error))
        begun = builder.open[0].line if builder.open else None
        last = next(reversed(builder.open[-1].items), None) if builder.open else None
        last = last if isinstance(last, Scalar) else None
        marks = [source.mark(mark) for mark in (_mark(error, "context_mark"), _mark(error, "problem_mark")) if mark]
        places = [(mark.line, mark.column) for mark in (*marks[:1], *([last.mark] if last else []), *marks[1:])]
        raise BrokenYamlError(explain(error, text, report.offset, source.mark), begun, last, places) from error


def _mark(error: Any, name: str) -> Any:
    return getattr(error, name, None)


def _index(error: Any) -> int:
    """Return up to where the parser has understood the text, 0 where that is not known."""
    mark = _mark(error, "context_mark") or _mark(error, "problem_mark")
    return mark.index if mark else 0


class _Builder:
    """Turn events into nodes; `open` are the containers that are open within one story."""

    def __init__(self, loader: Any, source: YamlSource, comments: Comments, report: Report) -> None:
        self._loader = loader
        self._source = source
        self._comments = comments
        self._report = report
        self._refused = False
        self.open: list[Mapping | Sequence] = []
        self._nodes = 0

    def units(self) -> Iterator[Node]:
        """Yield what stands at the top of the text, or in the list at its top."""
        from yaml.events import (
            AliasEvent,
            MappingEndEvent,
            MappingStartEvent,
            ScalarEvent,
            SequenceEndEvent,
            SequenceStartEvent,
        )

        next_event = self._loader.get_event
        stack, source = self.open, self._source
        in_list = False
        while (event := next_event()) is not None:
            kind = type(event)
            start = source.mark(event.start_mark) if source.has_breaks else event.start_mark
            if kind is ScalarEvent:
                node = self._scalar(event, start)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                container = Mapping(start) if kind is MappingStartEvent else Sequence(start)
                self._check_start(event, start)
                if kind is SequenceStartEvent and not stack and not in_list:
                    in_list = True
                else:
                    self._begin(container, event)
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
                self._refuse(start, *_ALIAS)
                node = Scalar(start, "", None)
            else:
                continue
            if stack:
                self._add(node)
            elif not self._ends_refused():
                yield node

    def _scalar(self, event: Any, start: Any) -> Node:
        """Return the text that the parser has come to."""
        source, stack = self._source, self.open
        if self._comments.is_waiting:
            self._comments.pass_scalar(event)
        value = source.value(event, self._report) if source.is_marked else event.value
        node = Scalar(start, value, event.style)
        if event.anchor:
            self._refuse(start, *_NAMED)
        elif event.tag:
            if not stack or _awaits_key(stack[-1]):
                self._refuse(start, *_TYPED)
            return Refused(start, *_TYPED)
        elif source.is_marked and source.begins_with_bang(event):
            self._warn_of_bang(node, value)
        elif value == "<<" and not event.style and stack and _awaits_key(stack[-1]):
            self._refuse(start, *_MERGING)
        return node

    def _check_start(self, event: Any, start: Any) -> None:
        """Refuse the name or type of a list or mapping that begins."""
        if event.anchor:
            self._refuse(start, *_NAMED)
        elif event.tag and (not self.open or _awaits_key(self.open[-1])):
            self._refuse(start, *_TYPED)

    def _begin(self, container: Mapping | Sequence, event: Any) -> None:
        """Take in a list or mapping that begins."""
        stack = self.open
        if stack and not self._refused:
            if _awaits_key(stack[-1]):
                self._refuse(container.mark, *_CONTAINER_AS_KEY)
            stack[-1].items.append(Refused(container.mark, *_TYPED) if event.tag else container)
        stack.append(container)
        if len(stack) > DEPTH_LIMIT:
            self._refuse_depth(container, len(stack))

    def _add(self, node: Node) -> None:
        """Put a value into the list or mapping that is open."""
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            self._refuse(node.mark, f"This story has more than {NODE_LIMIT:,} values.", "Split it up.")
        if not self._refused:
            self.open[-1].items.append(node)

    def _ends_refused(self) -> bool:
        """End a unit; return whether it was refused."""
        was_refused, self._refused = self._refused, False
        self._nodes = 0
        return was_refused

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

    def _warn_of_bang(self, node: Node, value: str) -> None:
        message = f"This text begins with `!`, which other programs take for the name of a type: {excerpt(value)}."
        self._report.warn(node.line, node.column, message, "Put the whole text in quotes.")

    def _refuse(self, mark: Any, message: str, fix: str) -> None:
        """Report the first fault of a story and leave the story out."""
        if not self._refused:
            self._report.error(mark.line + 1, mark.column + 1, message, fix)
        self._refused = True


def _awaits_key(container: Mapping | Sequence) -> bool:
    return type(container) is Mapping and not len(container.items) % 2


@cache
def yaml_parser() -> tuple[Any, Any]:
    """Return PyYAML and its fastest loader, imported when the first YAML is read."""
    import yaml

    return yaml, getattr(yaml, "CSafeLoader", yaml.SafeLoader)
