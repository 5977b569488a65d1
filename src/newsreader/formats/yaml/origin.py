"""Where a story came from, as its file states it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from newsreader.formats.blocks import one_line
from newsreader.formats.field_names import field_name, unknown_field
from newsreader.formats.reports import Report, excerpt
from newsreader.formats.values import DATE_FIX, UnreadDateError, parse_date
from newsreader.formats.yaml.events import Mapping, Node, Refused, Scalar
from newsreader.story import ORIGIN_FIELDS, WAYS, Origin
from newsreader.text import clean_text

_MOST_OTHERS: Final = 20
"""How many fields without a meaning are kept and reported."""

_LONGEST_NAME: Final = 100
"""Characters of the name of such a field; YAML has no place for a name that is much longer."""


def read_origin(value: Node, report: Report) -> Origin | None:
    """Return the origin that `value` states, None if it states nothing; what is wrong with it is in `report`."""
    if not isinstance(value, Mapping):
        if not isinstance(value, Scalar) or value.value:
            fix = "Was `original` meant? Else write its fields below it: feed, fetched, made, text."
            report.warn(value.line, value.column, "`origin` is not a mapping.", fix)
        return None
    named: dict[str, str] = {}
    others: dict[str, str] = {}
    for key, node, text in _texts(value, report):
        name = key.value if key.value in ORIGIN_FIELDS else field_name(key.value)
        if name not in ORIGIN_FIELDS:
            _keep_other(key, text, others, report)
        elif name in named:
            report.warn(
                key.line, key.column, f"`{name}` is given twice; the first one counts.", "Delete one of the two."
            )
        else:
            named[name] = _known(name, text, node, report)
    origin = Origin(**named, others=tuple(others.items()))
    return None if origin == Origin() else origin


def _texts(mapping: Mapping, report: Report) -> Iterator[tuple[Scalar, Node, str]]:
    """Yield each name with its value that is text; others are reported."""
    for key, value in zip(mapping.items[::2], mapping.items[1::2], strict=True):
        assert isinstance(key, Scalar)
        if isinstance(value, Scalar):
            yield key, value, one_line(value.value)
        elif isinstance(value, Refused):
            report.warn(value.line, value.column, value.message, value.fix)
        else:
            message = f"`{excerpt(key.value)}` of `origin` is not text, and is left out."
            report.warn(value.line, value.column, message, "Write it on one line.")


def _keep_other(key: Scalar, text: str, others: dict[str, str], report: Report) -> None:
    """Report a field without a meaning, and keep it, within bounds."""
    name = one_line(key.value)
    if len(others) >= _MOST_OTHERS:
        return
    report.warn(key.line, key.column, *unknown_field(clean_text(key.value), ORIGIN_FIELDS, "origin"))
    if name and len(name) <= _LONGEST_NAME:
        others.setdefault(name, text)


def _known(name: str, text: str, node: Node, report: Report) -> str:
    if name == "made" and text and text.casefold() not in WAYS:
        message = f"`made` is not a way in which stories are made: {excerpt(text)}."
        report.warn(node.line, node.column, message, f"Use one of: {', '.join(WAYS)}.")
        return ""
    if name == "fetched" and text:
        try:
            parse_date(text)
        except UnreadDateError:
            report.warn(node.line, node.column, f"`fetched` is not a date: {excerpt(text)}.", DATE_FIX)
    return text.casefold() if name == "made" else text
