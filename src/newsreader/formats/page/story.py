"""Stories in plain-text pages, as people paste them from the web."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from textwrap import dedent

from msgspec import Struct, field

from newsreader.errors import FormatError
from newsreader.formats.blocks import join_lines, names_key_points, one_line, tidy, with_plain_bullets
from newsreader.formats.decoding import decode
from newsreader.formats.page.copied import TITLE_LABEL, completed, copied_lines, needs_escape, plain_title, with_fields
from newsreader.formats.page.fields import PageFields
from newsreader.formats.page.shapes import (
    Kind,
    Shape,
    begins_item,
    is_encyclopaedic,
    shape_of,
    with_lists,
)
from newsreader.formats.reports import Parsed, Report
from newsreader.formats.yaml.events import STORY_LIMIT
from newsreader.story import Story, with_id
from newsreader.text import TITLE_LIMIT, clean_text, clean_title

_EDGE = (Kind.BLANK, Kind.BULLET, Kind.RATING, Kind.WEBSITE, Kind.ORIGINAL, Kind.DISCLOSURE, Kind.LABEL, Kind.ADDRESS)

_FIRST_LINE = re.compile(r"\S[^\n]*")
_MANUAL_BREAK = re.compile(r"[\v\f]+")
"""What word processors write where a line ends within a heading."""

_DIGIT = re.compile(r"\d")
_END_OF_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]」』*_]*\s*\Z")


class _Part(Struct, eq=False):
    """A paragraph of text, or a group of points, each in one or more lines.

    `run` counts the special lines above: parts of one run have none between them.
    """

    run: int
    lines: list[str] = field(default_factory=list)
    points: list[list[str]] = field(default_factory=list)
    is_description: bool = False

    @property
    def text(self) -> str:
        """Return what the part is within the summary or the description."""
        if self.points:
            return "\n".join(f"- {point}" for point in self.joined_points())
        return "\n".join(_unescape(line) for line in self.lines)

    def joined_points(self) -> list[str]:
        """Return the points on a line each; one without text is left out."""
        return [joined for point in self.points if (joined := one_line(join_lines("\n".join(point))))]

    def is_entry(self, *, of_a_medium: bool) -> bool:
        """Return whether the part reads like an entry of an encyclopaedia."""
        return bool(self.lines) and is_encyclopaedic(join_lines("\n".join(self.lines)), of_a_medium=of_a_medium)


class _Page(Struct):
    """A page while its lines are read."""

    fields: PageFields
    parts: list[_Part] = field(default_factory=list)
    run: int = 0
    has_points: bool = False
    tail: int = 0
    """The number of the line from which on there are only lines with a shape."""
    in_description: bool = False
    previous: Kind = Kind.BLANK
    bullet_indent: int = 0

    def read(self, number: int, line: str, shape: Shape, following: Kind) -> None:
        """Take in one line of the page; `following` is what the next line is."""
        kind = shape.kind
        if kind is Kind.LABEL and not self._is_label_here(number, shape, following):
            is_below_prose = self._is_below_prose(number, shape, following) and _DIGIT.search(shape.value)
            if shape.name == "published" and (is_below_prose or self._stands_apart(following)):
                self.fields.refuse_date(number, line.rfind(shape.value) + 1, shape.value)
            kind = Kind.TEXT
        if kind not in (Kind.BLANK, Kind.TEXT, Kind.BULLET) and not self._is_wrapped_point(line):
            if self._special(number, line, shape):
                self.previous = kind
                return
            kind = Kind.TEXT
        if kind is Kind.BULLET:
            self._bullet(line, shape.value)
        elif kind is Kind.TEXT:
            self._text(line)
            kind = Kind.BULLET if self.parts and self.parts[-1].points else Kind.TEXT
        self.previous = kind

    def _is_label_here(self, number: int, shape: Shape, following: Kind) -> bool:
        """Return whether this is a label, below the points or apart from the prose; it could begin a sentence, too."""
        if shape.name == "description":
            return self.previous in _EDGE
        if self.has_points:
            return True
        is_below_title = not self.parts and not self.run and self.fields.is_dated(shape)
        if not self._stands_apart(following) and not is_below_title:
            above = self.parts[-1].lines[-1:] if self.parts else []
            return self._is_below_prose(number, shape, following) and self.fields.reads_as_value(
                shape, ends_sentence=all(map(_ends_sentence, above))
            )
        return self.run > 0 or (bool(self.parts) and number >= self.tail) or self.fields.is_dated(shape)

    def _stands_apart(self, following: Kind) -> bool:
        return self.previous in _EDGE and following in _EDGE

    def _is_below_prose(self, number: int, shape: Shape, following: Kind) -> bool:
        """Return whether a labelled line stands directly below the prose that ends the page.

        A date may stand below any paragraph.
        """
        is_at_end = number >= self.tail or shape.name == "published"
        return self.previous is Kind.TEXT and following in _EDGE and is_at_end

    def _is_wrapped_point(self, line: str) -> bool:
        indent = len(line) - len(line.lstrip())
        return self.previous is Kind.BULLET and 0 < self.bullet_indent < indent

    def _special(self, number: int, line: str, shape: Shape) -> bool:
        """Take in a line that carries a field; False if the page has that field already, so that it is prose."""
        if shape.kind is Kind.LABEL and shape.name == "description":
            self.run += 1
            self.in_description = True
            # What follows the value is kept: two spaces at the end of a line break it.
            lines = [shape.value + line[len(line.rstrip()) :]] if shape.value else []
            self.parts.append(_Part(self.run, lines, is_description=True))
            return True
        if not self.fields.accept(number, line, shape):
            return False
        self.run += 1
        self.in_description = False
        if not shape.whole:
            self.parts.append(_Part(self.run, [line]))
            self.run += 1
        return True

    def _bullet(self, line: str, content: str) -> None:
        if not self.parts or not self.parts[-1].points or self.parts[-1].run != self.run:
            self.parts.append(_Part(self.run))
        self.parts[-1].points.append([content])
        self.has_points = True
        self.in_description = False
        self.bullet_indent = len(line) - len(line.lstrip())

    def _text(self, line: str) -> None:
        last = self.parts[-1] if self.parts else None
        if self.fields.take_prose(line):
            return
        if last and last.points and last.run == self.run:
            indent = len(line) - len(line.lstrip())
            wrapped = self.previous is Kind.BULLET and 0 < indent >= self.bullet_indent
            if wrapped or last.points[-1] == [""]:
                last.points[-1].append(line)
                return
        if last and not last.points and last.run == self.run and self.previous in (Kind.TEXT, Kind.LABEL):
            last.lines.append(line)
        else:
            self.parts.append(_Part(self.run, [line], is_description=self.in_description))


def parse_page(data: bytes, path: str) -> Parsed:
    """Return the story on a plain-text page. What is not recognised becomes part of the summary, so nothing is lost."""
    report = Report(path)
    try:
        given = decode(data, STORY_LIMIT).replace("\r\n", "\n").replace("\r", "\n")
        given = _FIRST_LINE.sub(lambda found: _MANUAL_BREAK.sub(" ", found.group()), given, count=1)
        text = clean_text(with_plain_bullets(given))
        lines = dedent(text).split("\n")
        start = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
        if not start:
            raise FormatError("The file is empty.", "Write a story into it, or delete it.")
        report.place(_read_kindly(lines, start, report), start)
    except FormatError as error:
        report.failure(error)
    return report.parsed()


def _read_kindly(lines: list[str], start: int, report: Report) -> Story:
    """Return the story of a page; lines that only copied pages have are taken for the fields that it lacks."""
    shapes = [shape_of(line) for line in lines[start:]]
    found = copied_lines(lines, shapes)
    if not found:
        return _read_story(lines, shapes, report)
    known = _read_story(lines, shapes, Report(report.path))
    notes = Report(report.path)
    left, whole = completed(lines, found, known, notes)
    try:
        story = _read_story(left, [shape_of(line) for line in left[start:]], notes)
    except FormatError:  # these lines are all that the page says
        return _read_story(lines, shapes, report)
    report.problems += notes.problems
    return with_fields(story, whole)


def _read_story(lines: list[str], shapes: Sequence[Shape], report: Report) -> Story:
    start = len(lines) - len(shapes)
    line = one_line(lines[start - 1])
    title = plain_title(line)
    if len(title) < len(line) - 1:
        report.note(start, 1, "The title is read without the signs around it.", "Write the title alone.")
    if label := TITLE_LABEL.match(line):
        message = f"The first line of a page is its title as it stands, “{label.group().strip()}” included."
        report.warn(start, 1, message, f"Remove “{label.group().strip()}”.")
    shapes = with_lists(lines[start:], shapes)
    kinds = [shape.kind for shape in shapes]
    prose = [number for number, kind in enumerate(kinds, start + 1) if kind in (Kind.TEXT, Kind.BULLET)]
    page = _Page(PageFields(report), tail=prose[-1] + 1 if prose else 0)
    following = [*kinds[1:], Kind.BLANK]
    for number, (line, shape, after) in enumerate(zip(lines[start:], shapes, following, strict=False), start + 1):
        page.read(number, line, shape, after)
    points = next((part for part in reversed(page.parts) if part.points), None)
    if points:
        _drop_heading(page.parts[: page.parts.index(points)])
    described = _description(page, points)
    summary = [part.text for part in page.parts if part is not points and part not in described]
    if len(title) > TITLE_LIMIT:
        summary.insert(0, title)
    key_points = tuple(points.joined_points()) if points else ()
    story = Story(id="", title=clean_title(title), summary=tidy("\n\n".join(summary)), key_points=key_points)
    if not story.summary and not story.key_points:
        fix = "Write the text of the story below its title, after an empty line."
        raise FormatError("The page has a title and nothing else.", fix, start)
    description = tidy("\n\n".join(part.text for part in described))
    return with_id(page.fields.complete(story, description), page.fields.story_id)


def _ends_sentence(line: str) -> bool:
    """Return whether `line` ends a sentence, or is a label itself, whose value cannot be read."""
    return bool(_END_OF_SENTENCE.search(line)) or shape_of(line).kind is Kind.LABEL


def _drop_heading(parts: list[_Part]) -> None:
    """Leave out a last line that only announces the key points which follow."""
    if parts and parts[-1].lines and names_key_points(parts[-1].lines[-1]):
        parts[-1].lines.pop()


def _description(page: _Page, points: _Part | None) -> list[_Part]:
    """Return the paragraphs that describe the outlet."""
    explicit = [part for part in page.parts if part.is_description]
    if explicit:
        return explicit
    texts = [part for part in page.parts if not part.points]
    names_outlet = page.fields.names_outlet
    if points is None:
        return _last_entry(texts, of_a_medium=not names_outlet)
    after = page.parts[page.parts.index(points) + 1 :]
    runs = [list(group) for _, group in groupby(after, key=lambda part: part.run)]
    for run in runs:
        entry = next((i for i, part in enumerate(run) if part.is_entry(of_a_medium=True)), None)
        if entry is not None:
            begins_with_entry = run[0].is_entry(of_a_medium=False)
            return run if begins_with_entry and names_outlet else run[entry:]
    return runs[0] if runs and names_outlet and runs[0][0].run == points.run else []


def _last_entry(texts: list[_Part], *, of_a_medium: bool) -> list[_Part]:
    """Return the last paragraph of a run if it reads like an encyclopaedia and is not the page's only one."""
    for index, part in enumerate(texts):
        ends_run = index + 1 == len(texts) or texts[index + 1].run != part.run
        if index and ends_run and part.is_entry(of_a_medium=of_a_medium):
            return [part]
    return []


def _unescape(line: str) -> str:
    """Return `line` without the backslash that says that it is prose."""
    text = line.lstrip()
    if text.startswith("\\") and (needs_escape(text[1:]) or begins_item(text.lstrip("\\"))):
        return line[: len(line) - len(text)] + text[1:]
    return line
