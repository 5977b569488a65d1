"""Stories in Markdown files: front matter in YAML, TOML or JSON, and a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsreader.errors import FormatError
from newsreader.formats.blocks import with_plain_bullets
from newsreader.formats.decoding import decode
from newsreader.formats.field_names import FRONT_MATTER_NAMES, unread_colon
from newsreader.formats.markdown.body import read_body
from newsreader.formats.markdown.front_matter import YAML, FrontMatter, find_front_matter, first_line, without_rule
from newsreader.formats.markdown.front_matter_fields import fields_of
from newsreader.formats.reports import Parsed, Report
from newsreader.formats.yaml.events import STORY_LIMIT, Mapping, Scalar
from newsreader.formats.yaml.fields import Body, FieldReader
from newsreader.formats.yaml.story import raw_title, title_in
from newsreader.formats.yaml.text import story_lines
from newsreader.story import Story, with_id
from newsreader.text import clean_text, clean_title

_LINE_END = re.compile(r"\r\n?|\n")
_OTHER_TITLE = re.compile(
    r"""^[\s{,]*["']?title["']?[ \t]*[:=][ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|["']?([^\n]*))""",
    re.MULTILINE | re.IGNORECASE,
)
_NEVER_CLOSED: Final = {
    "YAML": "Put a line with only `---` after the last field.",
    "TOML": "Put a line with only `+++` after the last field.",
    "JSON": "Put a `}` after the last field.",
}


def parse_markdown(data: bytes, path: str) -> Parsed:
    """Return the story in a Markdown file. Fields come from the front matter, the rest from the body."""
    report = Report(path)
    try:
        lines = _LINE_END.split(decode(data, STORY_LIMIT))
        start = first_line(lines)
        if not start:
            raise FormatError("The file is empty.", "Write a story into it, or delete it.")
        front = find_front_matter(lines)
        story = _story_with_front_matter(front, report) if front else _story_of_body(without_rule(lines))
        if story:
            report.place(story, start)
    except FormatError as error:
        report.failure(error)
    return report.parsed()


def write_markdown(story: Story) -> str:
    """Return the text of a Markdown file with `story` in it.

    A summary that would not be read back as it is from a body stands in the front matter.
    """
    body = _body_text(story)
    reads_back = read_body(body.split("\n"), title_wanted=False, title=story.title)
    in_body = (reads_back.summary, reads_back.key_points) == (story.summary, story.key_points)
    front = story_lines(story, summary=not in_body, key_points=not in_body)
    return "\n".join(["---", *front, "---", *(["", body] if in_body and body else [])]) + "\n"


def _read_lines(lines: Sequence[str], *, title_wanted: bool, title: str = "") -> Body:
    """Return what a body says whose `lines` are as they stand in the file."""
    text = clean_text(with_plain_bullets("\n".join(lines)))
    return read_body(text.split("\n"), title_wanted=title_wanted, title=title)


def _story_of_body(lines: Sequence[str]) -> Story:
    body = _read_lines(lines, title_wanted=True)
    if not body.title:
        fix = "Begin with a heading, like: # The headline"
        raise FormatError("The story has neither front matter nor a title.", fix)
    if not body.summary and not body.key_points:
        raise FormatError("The story has no text below its title.", "Write the text of the story there.")
    return with_id(Story(id="", title=body.title, summary=body.summary, key_points=body.key_points))


def _story_with_front_matter(front: FrontMatter, report: Report) -> Story | None:
    """Return the story, its place and its problems counted in the lines of the whole file."""
    if not front.is_closed:
        language = "" if front.language == YAML else f" in {front.language}"
        message = f"The front matter{language} that begins here is never closed."
        report.error(front.start, 1, message, _NEVER_CLOSED[front.language])
        return _salvage(front)
    report.offset = front.offset
    try:
        units = fields_of(front.language, front.text, report)
    except FormatError as error:
        report.failure(error)
        report.offset = 0
        return _salvage(front)
    mapping = next((unit for unit in units if isinstance(unit, Mapping)), None)
    if mapping is None and units:
        if isinstance(units[0], Scalar) and (story := _story_below_rule(front)):
            report.offset = 0
            return story
        fix = "Write it as fields: `title:` and others, each on a line of its own."
        colon = unread_colon(units[0].value) if isinstance(units[0], Scalar) else None
        report.error(units[0].line, units[0].column, *(colon or ("The front matter has no fields.", fix)))
        if colon:
            report.offset = 0
            return _salvage(front)
    story = None
    if mapping:
        reader = FieldReader(report, FRONT_MATTER_NAMES)
        title = reader.title_of(mapping)
        story = reader.story(mapping, _read_lines(front.body, title_wanted=not title, title=title))
    report.offset = 0
    if not units and not report.problems:
        return _story_of_body(front.body)
    return story


def _story_below_rule(front: FrontMatter) -> Story | None:
    """Return the story of a file where there is prose between two rules, not front matter; None if it has no title."""
    if front.text.lstrip().startswith(("- ", "[", "{")):
        return None
    try:
        return _story_of_body([*front.text.split("\n"), "", *front.body])
    except FormatError:
        return None


def _salvage(front: FrontMatter) -> Story | None:
    """Return the story of a file whose front matter can't be read: its title as it stands there, and its body."""
    title = _raw_title(front)
    body = _read_lines(front.body, title_wanted=not title, title=title)
    if not (title or body.title) or not (body.summary or body.key_points):
        return None
    return with_id(Story(id="", title=title or body.title, summary=body.summary, key_points=body.key_points))


def _raw_title(front: FrontMatter) -> str:
    """Return the title in front matter that can't be read, "" if there is none."""
    if front.language == YAML:
        found = title_in(front.text)
        return raw_title(found) if found else ""
    found = _OTHER_TITLE.search(front.text)
    return clean_title(next(filter(None, found.groups()), "")) if found else ""


def _body_text(story: Story) -> str:
    parts = [story.summary] if story.summary else []
    if story.key_points:
        parts += ["## Key points", "\n".join(f"- {point}" for point in story.key_points)]
    return "\n\n".join(parts)
