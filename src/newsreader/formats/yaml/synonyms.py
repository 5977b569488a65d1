"""Fields of a story under the names that people and other programs give them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from newsreader.formats.blocks import one_line
from newsreader.formats.field_names import SYNONYMS, field_name
from newsreader.formats.reports import Report
from newsreader.formats.values import is_web_address
from newsreader.formats.yaml.events import Node, Refused, Scalar

Fields = dict[str, tuple[Scalar, Node]]
"""The name and the value of each field, by the field's own name."""

_ORDER: Final = {name: number for number, name in enumerate(SYNONYMS)}
_NAMED_LINK: Final = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)", re.IGNORECASE)


def add_synonyms(
    fields: Fields,
    others: Sequence[tuple[Scalar, Node]],
    below: Collection[str],
    quiet: Collection[str],
    report: Report,
) -> None:
    """Add to `fields` what `others` state under another name, each with a note unless that name is among the `quiet`.

    A field that is there under its own name, or in the text `below`, stays as it is.
    """
    for key, value in sorted(others, key=lambda other: _ORDER[field_name(other[0].value)]):
        written = field_name(key.value)
        for name, part in _meant(written, value):
            if isinstance(part, Refused):
                report.warn(part.line, part.column, part.message, part.fix)
            elif name in fields or name in below:
                message = f"`{written}` is left out, because the story has its `{name}` already."
                report.note(key.line, key.column, message, "Delete it, or bring the two together.")
            else:
                fields[name] = (key, part)
                if written not in quiet:
                    report.note(key.line, key.column, f"`{written}` is read as `{name}`.", f"Call it `{name}`.")


def _meant(written: str, value: Node) -> Iterator[tuple[str, Node]]:
    """Yield each field that is meant, with its value: a source is an outlet, unless it is an address."""
    text = one_line(value.value) if isinstance(value, Scalar) else ""
    if isinstance(value, Scalar) and not text:
        return
    if SYNONYMS[written] in ("outlet", "original") and (link := _NAMED_LINK.fullmatch(text)):
        yield "outlet", Scalar(value.mark, link[1], '"')
        yield "original", Scalar(value.mark, link[2], '"')
    elif written == "source" and is_web_address(text):
        yield "original", value
    else:
        yield SYNONYMS[written], value
