"""The values of a YAML text with the places at which they stand, for changes that leave all else as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct, field

from newsreader.errors import FormatError
from newsreader.formats.reports import Report
from newsreader.formats.yaml.events import DEPTH_LIMIT, yaml_parser
from newsreader.formats.yaml.source import YamlSource

_COMMENT: Final = re.compile(r"(?:^|(?<=[\s]))#[^\r\n]*", re.MULTILINE)
_KEEPING: Final = re.compile(r"[|>][0-9]?\+")
_LAST_BREAK: Final = re.compile(r"(?:\r\n|[\r\n])(?=[^\r\n]*\Z)")
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


class Extent(Struct):
    """A value: `start` and `end` are its places in the text, the end without space or comments below it.

    `items` are the values of a list, or keys and values of a mapping in turn. `text` is that of a scalar, None for
    others. `is_flow` says whether it stands within brackets, `is_marked` whether it has a name or a type.
    """

    start: int
    end: int
    is_mapping: bool = False
    is_flow: bool = False
    is_marked: bool = False
    text: str | None = None
    items: list[Extent] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.text is None and not self.is_mapping

    def pairs(self) -> Iterator[tuple[Extent, Extent]]:
        """Give the keys of a mapping with their values."""
        return zip(self.items[::2], self.items[1::2], strict=True)

    def scalars(self) -> Iterator[Extent]:
        """Give all scalars in it, in their order."""
        waiting = [self]
        while waiting:
            value = waiting.pop()
            if value.text is not None:
                yield value
            waiting += reversed(value.items)

    def data(self) -> object:
        """Return what it says, without its places."""
        if self.text is not None:
            return self.text
        return (self.is_mapping, [item.data() for item in self.items])


def extents(text: str) -> list[Extent]:
    """Return the value of each document in `text`.

    Raises FormatError where it is no YAML, refers to other values, or is nested too deeply.
    """
    yaml, loader = yaml_parser()
    source = YamlSource(text)
    try:
        return _read(loader(source.text), source)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise FormatError("This is not YAML.", "Correct it first.", line, column) from error


def _read(parser: Any, source: YamlSource) -> list[Extent]:
    from yaml.events import (
        AliasEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )

    documents: list[Extent] = []
    stack: list[Extent] = []
    while (event := parser.get_event()) is not None:
        kind = type(event)
        if kind is AliasEvent:
            raise FormatError("A value refers to another one.", "Write it out.", event.start_mark.line + 1)
        if kind in (MappingEndEvent, SequenceEndEvent):
            value = stack.pop()
            value.end = event.end_mark.index if value.is_flow else value.items[-1].end if value.items else value.start
            continue
        if kind is ScalarEvent:
            value = _scalar(event, source)
        elif kind in (MappingStartEvent, SequenceStartEvent):
            is_marked = bool(event.anchor or event.tag)
            start = event.start_mark.index
            value = Extent(start, start, kind is MappingStartEvent, bool(event.flow_style), is_marked)
        else:
            continue
        (stack[-1].items if stack else documents).append(value)
        if kind is not ScalarEvent:
            stack.append(value)
            if len(stack) > DEPTH_LIMIT + 1:
                raise FormatError("The nesting is too deep.", "Remove some levels.", event.start_mark.line + 1)
    return documents


def _scalar(event: Any, source: YamlSource) -> Extent:
    start, end = event.start_mark.index, event.end_mark.index
    if event.style in ("|", ">"):  # the parser goes on to the next line
        raw = source.text[start:end]
        last = _KEEPING.match(raw) and _LAST_BREAK.search(raw)  # empty lines below such a text are a part of it
        end = start + (last.start() if last else len(raw.rstrip()))
    text = source.value(event, Report(""))
    if not event.style and text in _NULLS:
        text = ""
    return Extent(start, end, is_marked=bool(event.anchor or event.tag), text=text)


def comments(text: str, values: Sequence[Extent]) -> list[str]:
    """Return all comments in `text`, whose documents have these `values`."""
    return list(placed_comments(text, values).values())


def placed_comments(text: str, values: Sequence[Extent]) -> dict[int, str]:
    """Return all comments in `text`, whose documents have these `values`, by their places and in their order."""
    scalars = [scalar for value in values for scalar in value.scalars()]
    return {found.start(): found.group().rstrip() for found in _comments(text, scalars, 0, len(text))}


def has_comment(text: str, value: Extent) -> bool:
    """Return whether a comment stands within `value`."""
    return next(_comments(text, list(value.scalars()), value.start, value.end), None) is not None


def _comments(text: str, scalars: Sequence[Extent], start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the comments from `start` to `end`; what looks like one within a scalar is text."""
    starts = [scalar.start for scalar in scalars]
    while found := _COMMENT.search(text, start, end):
        before = bisect_right(starts, found.start()) - 1
        if before >= 0 and found.start() < scalars[before].end:
            start = max(scalars[before].end, found.start() + 1)  # behind the scalar a comment may follow
        else:
            yield found
            start = max(found.end(), found.start() + 1)
