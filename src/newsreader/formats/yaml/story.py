"""Stories and outlet registries in YAML files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from newsreader.errors import FormatError
from newsreader.formats.blocks import tidy
from newsreader.formats.decoding import decode
from newsreader.formats.field_names import field_before_colon, is_field
from newsreader.formats.reports import Parsed, ParsedOutlets, Report
from newsreader.formats.yaml.events import Mapping, Node, Scalar, read_units
from newsreader.formats.yaml.fields import FieldReader
from newsreader.formats.yaml.text import story_lines
from newsreader.story import Outlet, Story, with_id
from newsreader.text import clean_title

_MOST_FAULTS: Final = 100
"""Faults in the YAML of one file behind which reading goes on."""

_MOST_READ_AGAIN: Final = 20_000_000
"""Characters that are read again behind such faults: there are some behind which the parser looks at all the rest."""

_TITLE_LINE = re.compile(r"^title[ \t]*:[ \t]*(\S.*)$", re.MULTILINE | re.IGNORECASE)
_SEVERAL = re.compile(r"^(?:- |-$|---[ \t]*\S*$)", re.MULTILINE)
_NEXT_FIELD = re.compile(r"\n(?=[^\s-])")


def parse_yaml(data: bytes, path: str) -> Parsed:
    """Return the stories in a YAML file: one mapping, a list of mappings, several documents, or a mix of these."""
    report = Report(path)
    try:
        text = decode(data)
    except FormatError as error:
        report.failure(error)
        return report.parsed()
    for offset, part in joined_parts(text):
        report.offset = offset
        _read_stories(part, report)
    report.offset = 0
    if not report.stories and not report.problems:
        report.error(1, 1, "There is no story in this file.", "Write one, beginning with `title:`.")
    return report.parsed()


def _read_stories(text: str, report: Report) -> None:
    """Read the stories in `text`. A fault of the YAML costs the story that it is in, not those below it in a list."""
    reader = FieldReader(report)
    before = len(report.stories)
    left = _MOST_READ_AGAIN
    while True:
        try:
            for unit in read_units(text, report):
                mapping = _mapping(unit, report, "story", "`title:` and `summary:`")
                story = reader.story(mapping) if mapping else None
                if story:
                    report.place(story, unit.line)
            return
        except FormatError as error:
            report.failure(error)
            salvaged = _salvage(text) if len(report.stories) == before else None
            if salvaged:
                report.place(*salvaged)
            following = next_item(text, error.line)
            if salvaged or following is None:
                return
            text, lines = following
            report.offset += lines
            left -= len(text) + _MOST_READ_AGAIN // _MOST_FAULTS
            if left < 0:
                fix = "Correct those above; then the next ones are told."
                report.error(1, 1, "There are too many faults in this file: what begins here was not read.", fix)
                return


def parse_outlet_registry(data: bytes, path: str) -> ParsedOutlets:
    """Return the outlets in a registry file: a list of mappings, each with an `id` of its own."""
    report = Report(path)
    outlets: dict[str, Outlet] = {}
    try:
        parts = joined_parts(decode(data))
    except FormatError as error:
        report.failure(error)
        return ParsedOutlets((), report.parsed().problems)
    for offset, part in parts:
        report.offset = offset
        try:
            for unit in read_units(part, report):
                _take_outlet(unit, outlets, report)
        except FormatError as error:
            report.failure(error)
    report.offset = 0
    return ParsedOutlets(tuple(outlets.values()), report.parsed().problems)


def _take_outlet(unit: Node, outlets: dict[str, Outlet], report: Report) -> None:
    mapping = _mapping(unit, report, "outlet", "`id:` and `name:`")
    if not mapping:
        return
    outlet = FieldReader(report).outlet(mapping)
    if not outlet.id:
        report.error(unit.line, unit.column, "The outlet has no `id`.", "Add a line like: id: bbc-news")
    elif outlet.id in outlets:
        message = f"There is an outlet `{outlet.id}` above already; this one is left out."
        report.error(unit.line, unit.column, message, "Give it another id, or delete one of the two.")
    else:
        outlets[outlet.id] = outlet if outlet.name else replace(outlet, name=outlet.id)


def write_yaml(story: Story) -> str:
    """Return the text of a YAML file with `story` alone in it."""
    return "\n".join(story_lines(story)) + "\n"


def title_in(text: str) -> re.Match[str] | None:
    """Return the line that gives the title in YAML which cannot be parsed; its first group is the raw title."""
    return _TITLE_LINE.search(text)


def raw_title(match: re.Match[str]) -> str:
    """Return the title in a match of `title_in`, without the quotes around it."""
    return clean_title(match.group(1).strip().strip("\"'"))


def _mapping(unit: Node, report: Report, what: str, fields: str) -> Mapping | None:
    """Return `unit` if it is a mapping; anything else is reported, except an empty document."""
    if isinstance(unit, Mapping):
        return unit
    if not isinstance(unit, Scalar) or unit.value:
        known = field_before_colon(unit.value) if isinstance(unit, Scalar) else None
        if known:
            name, colon = known
            what_is = "is not followed by a space" if colon == ":" else "is a full-width one"
            message = f"The colon behind `{name}` {what_is}, so that this is plain text."
            report.error(unit.line, unit.column, message, f"Write it like this, with a space: {name}: …")
            return None
        kind = "plain text" if isinstance(unit, Scalar) else "a list within a list"
        fix = f"Write it as fields: {fields}, each on a line of its own."
        article = "an" if what[0] in "aeiou" else "a"
        report.error(unit.line, unit.column, f"This is {kind}, not {article} {what}.", fix)
    return None


def _salvage(text: str) -> tuple[Story, int] | None:
    """Return the one story of a file that is not valid YAML, as plain text, and the line of its title."""
    found = title_in(text)
    if not found or len(_TITLE_LINE.findall(text)) > 1 or _SEVERAL.search(text, found.end()):
        return None
    title = raw_title(found)
    rest = (text[: found.start()] + text[found.end() :]).replace("\r\n", "\n").strip("\n")
    if not title:
        return None
    line = text.count("\n", 0, found.start()) + 1
    return with_id(Story(id="", title=title, summary=tidy(_NEXT_FIELD.sub("\n\n", rest)))), line


_BOM: Final = "\ufeff"
_JOINT = re.compile(rf"^{_BOM}+|{_BOM}+(?=---(?:\s|\Z)|(?:-[ ]+)*([\w -]{{1,20}}):(?:\s|\Z))", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")
_ITEM = re.compile(r"^(?:-[ ]|---(?:[ \t]|$))", re.MULTILINE)


def joined_parts(text: str) -> list[tuple[int, str]]:
    """Return the files that were joined to `text`, each with the number of lines above it.

    Each but the first begins with a byte order mark, as editors of Windows write it. It stands at the beginning of a
    line. Where the file above ends without a line end, it stands before a document or a field.
    """
    if _BOM not in text:
        return [(0, text)]
    return list(_parts(text))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    start = lines = 0
    for joint in _JOINT.finditer(text):
        at = joint.start()
        if (joint[1] and not is_field(joint[1])) or at < start:
            continue
        if at > start:
            yield lines, text[start:at]
            lines += len(_LINE_END.findall(text, start, at))
        start = joint.end()
    yield lines, text[start:]


def next_item(text: str, line: int) -> tuple[str, int] | None:
    """Return what begins with the next item of a list, or the next document, below this line.

    And how many lines are above it.

    None where there is none, and where the text is not a list of stories at all.
    """
    first = _ITEM.search(text)
    if first is None:
        return None
    ends = _LINE_END.finditer(text)
    start = 0
    for _ in range(line):
        end = next(ends, None)
        if end is None:
            return None
        start = end.end()
    found = _ITEM.search(text, start)
    return (text[found.start() :], line + len(_LINE_END.findall(text, start, found.start()))) if found else None
