"""The body of a Markdown story: its title, its summary, and the "Key points" list that is told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from newsreader.formats.blocks import BULLETS, ITEM_SIGN, fence_after, join_lines, names_key_points, one_line, tidy
from newsreader.formats.yaml.fields import Body
from newsreader.markdown import line_text
from newsreader.text import clean_title

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_BOLD_LINE = re.compile(r"[ \t]*(\*\*|__)(.+?)\1:?[ \t]*")
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^{}]*\}[ \t]*")
_LOWEST_LEVEL: Final = 6
_BOLD_LEVEL: Final = 7
_ITEM = re.compile(rf"[ \t]*(?:{ITEM_SIGN}|\d{{1,9}}[.)][ \t]+)(\S.*)")
_LIST_ITEM = re.compile(rf"[ ]{{0,3}}(?:[-*+{BULLETS}]|\d{{1,9}}[.)])(?:[ \t]|$)")
_NO_PARAGRAPH = re.compile(r"[ ]{0,3}(?:[>|\t]|<(?!https?:))|[ ]{4}")
"""What begins a line that is no heading even if there is an underline below it."""


class _Heading(Struct, frozen=True):
    """A heading in the lines from index `start` to before `end`; a line in bold type alone is below all levels."""

    level: int
    text: str
    start: int
    end: int


def read_body(lines: Sequence[str], *, title_wanted: bool, title: str = "") -> Body:
    """Return what the `lines` of a body say.

    The first heading of the highest level is the title if one is wanted, and is left out as well if
    it only repeats `title`. Text that follows the key points belongs to the summary.
    """
    headings = list(_headings(lines))
    title_heading = _title_heading(lines, headings, title_wanted=title_wanted, title=title)
    rest: list[str] = []
    points: list[str] = []
    at = 0
    for heading in headings:
        if heading.start < at:
            continue
        if heading is title_heading:
            rest += [*lines[at : heading.start], ""]
            at = heading.end
        elif not points and names_key_points(heading.text) and (taken := _take_list(lines, heading.end))[0]:
            rest += [*lines[at : heading.start], ""]
            points, at = taken
    rest += lines[at:]
    found_title = _plain(title_heading) if title_heading and title_wanted else ""
    return Body(found_title, tidy("\n".join(rest)), tuple(one_line(point) for point in points))


def _title_heading(
    lines: Sequence[str], headings: Sequence[_Heading], *, title_wanted: bool, title: str
) -> _Heading | None:
    """Return the heading that is the title, or repeats it."""
    titled = [
        heading
        for heading in headings
        if heading.level <= _LOWEST_LEVEL and heading.text.strip() and not _is_of_points(lines, heading)
    ]
    highest = min((heading.level for heading in titled), default=0)
    first = (heading for heading in titled if heading.level == highest)
    if title_wanted:
        return next(filter(_plain, first), None)
    return next((heading for heading in first if title in (clean_title(heading.text), _plain(heading))), None)


def _plain(heading: _Heading) -> str:
    """Return the text that is shown of a heading, without the name that some programs write behind it: `{#name}`."""
    end = heading.text.rfind("{")
    has_attributes = end >= 0 and _ATTRIBUTES.fullmatch(heading.text, end)
    return clean_title(line_text(heading.text[:end] if has_attributes else heading.text))


def _is_of_points(lines: Sequence[str], heading: _Heading) -> bool:
    return names_key_points(heading.text) and bool(_take_list(lines, heading.end, 1)[0])


def _headings(lines: Sequence[str]) -> Iterator[_Heading]:
    """Give all headings, with signs before them or a line below them; what is in fenced code is none."""
    fence = ""
    paragraph: int | None = None
    is_text = False  # within a list, a quote or a table, up to an empty line
    in_list = False
    for at, line in enumerate(lines):
        before, fence = fence, fence_after(line, fence)
        if fence or before or not line.strip():
            paragraph, is_text = None, False
        elif found := _ATX.fullmatch(line):
            paragraph, is_text, in_list = None, False, False
            yield _Heading(len(found[1]), found[2] or "", at, at + 1)
        elif paragraph is not None and (under := _UNDERLINE.fullmatch(line)):
            text = join_lines("\n".join(lines[paragraph:at]))
            yield _Heading(1 if under[1][0] == "=" else 2, text, paragraph, at + 1)
            paragraph = None
        elif found := _BOLD_LINE.fullmatch(line):
            paragraph = at if paragraph is None and not is_text else paragraph
            yield _Heading(_BOLD_LEVEL, found[2], at, at + 1)
        elif _LIST_ITEM.match(line):
            paragraph, is_text, in_list = None, True, True
        elif paragraph is None and not is_text:
            is_text = bool(_NO_PARAGRAPH.match(line) or _UNDERLINE.fullmatch(line)) or (in_list and line[0].isspace())
            in_list = in_list and line[0].isspace()
            paragraph = None if is_text else at


def _take_list(lines: Sequence[str], at: int, most: int | None = None) -> tuple[list[str], int]:
    """Return the items of the list that begins at index `at`, after empty lines, and the index of the line after it.

    At `most` so many items are looked for.
    """
    points: list[list[str]] = []
    empty_before = True
    end = at
    for index in range(at, len(lines)):
        line = lines[index]
        if not line.strip():
            empty_before = True
            continue
        if item := _ITEM.fullmatch(line):
            if most == len(points):
                break
            points.append([item.group(1)])
        elif points and not _is_heading(line) and (line.startswith(("  ", "\t")) or not empty_before):
            points[-1].append(line)
        else:
            break
        empty_before = False
        end = index + 1
    return [join_lines("\n".join(point)) for point in points], end


def _is_heading(line: str) -> bool:
    return bool(_ATX.fullmatch(line) or _BOLD_LINE.fullmatch(line))
