"""Stories and outlet registries in YAML files."""

from __future__ import annotations

import re

from msgspec.structs import replace

from newsreader.errors import FormatError
from newsreader.formats.blocks import tidy
from newsreader.formats.decoding import decode_lines
from newsreader.formats.field_names import unread_colon
from newsreader.formats.reports import Parsed, ParsedOutlets, Report
from newsreader.formats.yaml.events import Mapping, Node, Scalar
from newsreader.formats.yaml.fields import FieldReader
from newsreader.formats.yaml.layout import joined_files
from newsreader.formats.yaml.recovery import read_on
from newsreader.formats.yaml.text import story_lines
from newsreader.story import Outlet, Story, with_id
from newsreader.text import clean_title

_TITLE_LINE = re.compile(r"^title[ \t]*[:：][ \t]*(\S.*)$", re.MULTILINE | re.IGNORECASE)
_SEVERAL = re.compile(r"^(?:-\s+title[ \t]*[:：]|---[ \t]*\S*$)", re.MULTILINE | re.IGNORECASE)
_NEXT_FIELD = re.compile(r"\n(?=[^\s-])")


def parse_yaml(data: bytes, path: str) -> Parsed:
    """Return the stories in a YAML file: one mapping, a list of mappings, several documents, or a mix of these."""
    report = Report(path)
    try:
        text = decode_lines(data, report)
    except FormatError as error:
        report.failure(error)
        return report.parsed()
    for offset, part in joined_files(text):
        report.offset = offset
        _read_stories(part, report)
    report.offset = 0
    if not report.stories and not report.problems:
        report.error(1, 1, "There is no story in this file.", "Write one, beginning with `title:`.")
    return report.parsed()


def _read_stories(text: str, report: Report) -> None:
    """Read the stories in `text`; where its only story can't be read, that is kept as plain text."""
    reader = FieldReader(report)
    before = len(report.stories)

    def is_kept_as_text(rest: str) -> bool:
        salvaged = _salvage(rest) if len(report.stories) == before else None
        if salvaged:
            report.place(*salvaged)
        return salvaged is not None

    for unit in read_on(text, report, is_kept_as_text):
        mapping = _mapping(unit, report, "story", "`title:` and `summary:`")
        story = reader.story(mapping) if mapping else None
        if story:
            report.place(story, unit.line)


def parse_outlet_registry(data: bytes, path: str) -> ParsedOutlets:
    """Return the outlets in a registry file: a list of mappings, each with an `id` of its own."""
    report = Report(path)
    outlets: dict[str, Outlet] = {}
    try:
        parts = joined_files(decode_lines(data, report))
    except FormatError as error:
        report.failure(error)
        return ParsedOutlets((), report.parsed().problems)
    for offset, part in parts:
        report.offset = offset
        for unit in read_on(part, report, lambda _: False):
            _take_outlet(unit, outlets, report)
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
        colon = unread_colon(unit.value) if isinstance(unit, Scalar) else None
        if colon:
            report.error(unit.line, unit.column, *colon)
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
