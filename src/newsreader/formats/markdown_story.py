"""Stories in Markdown files: YAML front matter, and a body whose "Key points" list is told apart."""

from __future__ import annotations

import re

from newsreader.errors import FormatError
from newsreader.formats.blocks import join_lines, names_key_points, one_line, tidy
from newsreader.formats.decoding import decode
from newsreader.formats.fields import Body, FieldReader
from newsreader.formats.reports import Parsed, Report
from newsreader.formats.yaml_events import STORY_LIMIT, Mapping, Scalar, read_units
from newsreader.formats.yaml_story import raw_title, title_in
from newsreader.formats.yaml_text import story_lines
from newsreader.story import Story, with_id
from newsreader.text import clean_text, clean_title

_FRONT_MATTER_LINE = re.compile(r"---[ \t]*")
_FRONT_MATTER_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_BOLD_LINE = re.compile(r"[ \t]*(\*\*|__)(.+?)\1:?[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+•–—‣▪◦·●○]|\d{1,9}[.)])[ \t]+(\S.*)")
_FENCE = re.compile(r"[ \t]*(```|~~~)")


def parse_markdown(data: bytes, path: str) -> Parsed:
    """The story in a Markdown file. Fields come from the front matter, the rest from the body."""
    report = Report(path)
    try:
        lines = clean_text(decode(data, STORY_LIMIT).replace("\r\n", "\n").replace("\r", "\n")).split("\n")
        start, front, body_lines = _split(lines)
        story = (
            _story_without_front_matter(body_lines)
            if front is None
            else _story_with_front_matter("\n".join(front), body_lines, report, start)
        )
        if story:
            report.place(story, start)
    except FormatError as error:
        report.failure(error)
    return report.parsed()


def write_markdown(story: Story) -> str:
    """The text of a Markdown file with `story` in it.

    A summary that would not be read back as it is from a body stands in the front matter.
    """
    body = _body_text(story)
    reads_back = read_body(body.split("\n"), title_wanted=False, title=story.title)
    in_body = (reads_back.summary, reads_back.key_points) == (story.summary, story.key_points)
    front = story_lines(story, summary=not in_body, key_points=not in_body)
    return "\n".join(["---", *front, "---", *(["", body] if in_body and body else [])]) + "\n"


def read_body(lines: list[str], *, title_wanted: bool, title: str = "") -> Body:
    """What the `lines` of a body say.

    The first heading of the highest level is the title if one is wanted, and is left out as well if
    it only repeats `title`. Text that follows the key points belongs to the summary.
    """
    found_title = ""
    rest: list[str] = []
    points: list[str] = []
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        fence = _fence_after(line, fence)
        heading = None if fence else _heading(line)
        if heading and heading[0] == 1 and not found_title and (title_wanted or clean_title(heading[1]) == title):
            found_title = clean_title(heading[1])
            rest.append("")
        elif heading and not points and names_key_points(heading[1]) and (taken := _take_list(lines, at))[0]:
            points, at = taken
            rest.append("")
        else:
            rest.append(line)
    key_points = tuple(one_line(point) for point in points)
    return Body(found_title if title_wanted else "", tidy("\n".join(rest)), key_points)


def _split(lines: list[str]) -> tuple[int, list[str] | None, list[str]]:
    """The line where the story begins, the lines of the front matter (None if there is none), and those of the body."""
    start = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    if not start:
        raise FormatError("The file is empty.", "Write a story into it, or delete it.")
    if not _FRONT_MATTER_LINE.fullmatch(lines[start - 1]):
        return start, None, lines
    for number in range(start, len(lines)):
        if _FRONT_MATTER_END.fullmatch(lines[number]):
            return start, lines[start:number], lines[number + 1 :]
    message = "The front matter that begins here is never closed."
    raise FormatError(message, "Put a line with only `---` after the last field.", start)


def _story_without_front_matter(lines: list[str]) -> Story:
    body = read_body(lines, title_wanted=True)
    if not body.title:
        mend = "Begin with a heading, like: # The headline"
        raise FormatError("The story has neither front matter nor a title.", mend)
    if not body.summary and not body.key_points:
        raise FormatError("The story has no text below its title.", "Write the text of the story there.")
    return with_id(Story(id="", title=body.title, summary=body.summary, key_points=body.key_points))


def _story_with_front_matter(front: str, body_lines: list[str], report: Report, start: int) -> Story | None:
    """The story, its place and its problems counted in the lines of the whole file."""
    report.offset = start
    try:
        units = [unit for unit in read_units(front, report) if not isinstance(unit, Scalar) or unit.value]
    except FormatError as error:
        report.failure(error)
        report.offset = 0
        return _salvage(front, body_lines)
    mapping = next((unit for unit in units if isinstance(unit, Mapping)), None)
    if mapping is None and units:
        mend = "Write it as fields: `title:` and others, each on a line of its own."
        report.error(units[0].line, units[0].column, "The front matter has no fields.", mend)
    story = None
    if mapping:
        reader = FieldReader(report)
        title = reader.title_of(mapping)
        story = reader.story(mapping, read_body(body_lines, title_wanted=not title, title=title))
    report.offset = 0
    if not units and not report.problems:
        return _story_without_front_matter(body_lines)
    return story


def _salvage(front: str, body_lines: list[str]) -> Story | None:
    """The story of a file whose front matter is not valid YAML: its title as it stands there, and its body."""
    found = title_in(front)
    title = raw_title(found) if found else ""
    body = read_body(body_lines, title_wanted=not title, title=title)
    if not (title or body.title) or not (body.summary or body.key_points):
        return None
    return with_id(Story(id="", title=title or body.title, summary=body.summary, key_points=body.key_points))


def _heading(line: str) -> tuple[int, str] | None:
    """The level and the text of a heading; a line in bold type alone counts as one of the lowest level."""
    if match := _HEADING.fullmatch(line):
        return len(match.group(1)), match.group(2)
    if match := _BOLD_LINE.fullmatch(line):
        return 6, match.group(2)
    return None


def _take_list(lines: list[str], at: int) -> tuple[list[str], int]:
    """The items of the list that begins at index `at`, after empty lines, and the index of the line after it."""
    points: list[list[str]] = []
    empty_before = True
    end = at
    for index in range(at, len(lines)):
        line = lines[index]
        if not line.strip():
            empty_before = True
            continue
        if item := _ITEM.fullmatch(line):
            points.append([item.group(1)])
        elif points and not _heading(line) and (line.startswith(("  ", "\t")) or not empty_before):
            points[-1].append(line)
        else:
            break
        empty_before = False
        end = index + 1
    return [join_lines("\n".join(point)) for point in points], end


def _fence_after(line: str, fence: str) -> str:
    """The mark of the code fence that is open after `line`, "" for none."""
    match = _FENCE.match(line)
    if match is None or (fence and match.group(1) != fence):
        return fence
    return "" if fence else match.group(1)


def _body_text(story: Story) -> str:
    parts = [story.summary] if story.summary else []
    if story.key_points:
        parts += ["## Key points", "\n".join(f"- {point}" for point in story.key_points)]
    return "\n\n".join(parts)
