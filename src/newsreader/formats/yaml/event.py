"""Which event a story tells, as its file declares it."""

from __future__ import annotations

from newsreader.errors import FormatError
from newsreader.event_words import parse_event
from newsreader.formats.reports import Report
from newsreader.formats.yaml.events import Node, Scalar


def read_event(value: Node, report: Report) -> str:
    """Return the word for an event that `value` declares, "" for none; what is wrong with it is in `report`."""
    if not isinstance(value, Scalar):
        report.warn(value.line, value.column, "`event` is not text.", "Write one word on its line: event: …")
        return ""
    try:
        return parse_event(value.value)
    except FormatError as error:
        report.warn(value.line, value.column, error.message, error.fix)
        return ""
