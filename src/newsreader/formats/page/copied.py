"""Lines of copied pages and of the answers of chatbots that say, in other words, what a page has a line for.

A page is read without them first. A line is taken only for a field that the page lacks then, and only where all that
the line says has a place. Any other line stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.formats.blocks import names_key_points, one_line
from newsreader.formats.page.fields import OUTLET_ID
from newsreader.formats.page.shapes import Kind, Shape, has_shape, is_encyclopaedic, shape_of
from newsreader.formats.reports import Report
from newsreader.formats.values import is_web_address, parse_date
from newsreader.links import canonical_url
from newsreader.story import Original, Outlet, Story, with_id

_LONGEST: Final = 400
_BOLD: Final = r"(?:\*\*|__)?"
_TITLE = re.compile(
    r"(?P<bold>\*\*|__)(?:title[:：] ?)?(?P<a>[^\s*_](?:[^*_]*[^\s*_])?)(?P=bold)"
    r"|(?P<label>\*\*|__)title[:：]?(?P=label)[:：]? ?(?P<b>\S.*)"
    r"|#{1,6} (?P<c>[^\W\d].*?)(?: #+)?",
    re.IGNORECASE,
)
TITLE_LABEL: Final = re.compile(r"title ?[:：] ?(?=\S)", re.IGNORECASE)
"""What a first line begins with that is the title as it stands, though it hardly should be."""

_ESCAPED_TITLE = re.compile(r"\\+(?P<title>[^\\].*)")
_SUMMARY = re.compile(
    r"(?:(?:#{1,6} |(?P<bold>\*\*|__))summary(?:[:：])?(?:\*\*|__)?[:：]?|summary[:：])[ \t]*(?P<rest>.*)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"{_BOLD}(?P<label>(?:original )?sources?|link|url|created){_BOLD}[ \t]*[:：][ \t]*{_BOLD}[ \t]*(?P<value>.*)",
    re.IGNORECASE,
)
_NAMED_LINK = re.compile(r"\[(?P<name>[^\[\]]+)\]\((?P<url>https?://[^\s]+)\)\.?", re.IGNORECASE)
_NAME_AND_ADDRESS = re.compile(
    r"(?P<name>[^\[\]<>()]*[^\[\]<>()\s,:;|–—-])\s*(?:[,:;|–—-]\s*)?(?:<(?P<a>https?://[^\s<>]+)>"
    r"|\((?P<b>https?://[^\s()]+)\)|(?P<c>https?://[^\s<>]+?))[.,;]?",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:(?:first |originally )?(?:published|posted)(?: on| at)?[:：]?\s+)?(?P<date>.*\d.*)", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*[/|·•–—]\s*|\s+-\s+|,\s+(?=(?i:published|posted)\b)"
    r"|\s+(?=(?i:published|posted)\b|(?i:by)\s+[^\W\d_a-z])"
)
_BYLINE = re.compile(r"(?i:by)\s+[^\W\d_a-z][^.!?:]{0,80}")
_GENERIC: Final = frozenset(
    {
        *("a", "article", "full", "here", "link", "more", "on", "original", "page", "read", "see", "source"),
        *("story", "text", "the", "this", "to", "video", "view", "watch"),
    }
)
"""Words of a link that name nobody."""

_MOST_WORDS: Final = 6
_ENDS_OF_SENTENCES: Final = tuple(".!?…:。！？")
_EDGE: Final = (Kind.BLANK, Kind.BULLET, Kind.RATING, Kind.WEBSITE, Kind.ORIGINAL, Kind.DISCLOSURE, Kind.LABEL)


class _Found(Struct, frozen=True):
    """What the line at index `at` may say; `rest` of it stays in the text, and `message` is for the note."""

    at: int
    message: str
    fix: str
    rest: str = ""
    outlet: str = ""
    url: str = ""
    published: date | datetime | None = None
    heading: int | None = None
    """The index of a line above that only announces this one."""
    is_alone: bool = False
    """Whether the line is no more than an address, which a line above may wait for."""


def plain_title(line: str) -> str:
    """Return the title in the first line of a page, without signs of emphasis or of a heading."""
    found = _TITLE.fullmatch(line)
    if found:
        return str(next(filter(None, (found["a"], found["b"], found["c"]))))
    escaped = _ESCAPED_TITLE.fullmatch(line)
    is_escaped = escaped and (_TITLE.fullmatch(escaped["title"]) or TITLE_LABEL.match(escaped["title"]))
    return line[1:] if is_escaped else line


def escaped_title(title: str) -> str:
    """Return the line from which `plain_title` gives back `title`."""
    return title if plain_title(title) == title and not TITLE_LABEL.match(title) else f"\\{title}"


def needs_escape(line: str) -> bool:
    """Return whether a line of prose could be taken for something else, and is written with a backslash before it."""
    text = line.strip().lstrip("\\")
    return (
        has_shape(text) or names_key_points(text) or could_be_copied(text) or is_encyclopaedic(text, of_a_medium=False)
    )


def could_be_copied(line: str) -> bool:
    """Return whether a line of prose could be one of these, somewhere on a page."""
    text = line.strip()
    if len(text) > _LONGEST:
        return bool(_SUMMARY.match(text))
    return bool(_SUMMARY.match(text) or _LABEL.fullmatch(text) or dated_line(text))


def copied_lines(lines: Sequence[str], shapes: Sequence[Shape]) -> list[_Found]:
    """Return what the last `lines`, which have these `shapes`, may say beside what is read of them anyway."""
    start = len(lines) - len(shapes)
    kinds = [*[Kind.BLANK] * start, *(shape.kind for shape in shapes)]
    first = _header_end(lines, kinds, start)
    last = _tail(lines, kinds, start)
    found = list(_below_title(lines, kinds, start, first))
    for at in range(start, len(lines)):
        text = lines[at].strip()
        label = _LABEL.fullmatch(text) if 0 < len(text) <= _LONGEST else None
        if label and (at < first or at >= last or _stands_apart(lines, kinds, at, start)):
            found += _labelled(lines, kinds, at, label)
    end = max((at for at in range(start, len(lines)) if lines[at].strip()), default=start)
    if end > start and kinds[end] is Kind.ADDRESS and all(each.at != end for each in found):
        name, url = _outlet_and_address(lines[end].strip())
        if url and (not name or _is_generic(name)):
            message, fix = "The address at the end is read as the original.", "Write “Original:” before it."
            found.append(_Found(end, message, fix, url=url, is_alone=True))
    return found


def completed(lines: list[str], found: Sequence[_Found], known: Story, report: Report) -> tuple[list[str], Story]:
    """Return the `lines` without those that are taken, and the story `known` of them with what these say.

    Each is noted in `report`.
    """
    lines, story = [*lines], known
    for each in found:
        if story.outlet and story.outlet.description == one_line(lines[each.at]):  # it reads like one
            rest = replace(story.outlet, description="")
            story = replace(story, outlet=None if rest == Outlet() else rest)
        changed = _with(story, known, each)
        if changed is None:
            continue
        story = changed
        lines[each.at] = each.rest
        if each.heading is not None:
            lines[each.heading] = ""
        report.note(each.at + 1, 1, each.message, each.fix)
    return lines, story


def with_fields(story: Story, source: Story) -> Story:
    """Return `story` with the outlet, date and original of `source`, and the id that follows from these."""
    story = replace(story, outlet=story.outlet or source.outlet, published=source.published, original=source.original)
    return with_id(story, story.id if story.id_declared else "")


def _with(story: Story, known: Story, found: _Found) -> Story | None:
    """Return `story` with what a line says; None if one of it has no place."""
    if found.published:
        if story.published and story.published != found.published:
            return None
        story = replace(story, published=found.published)
    if found.url:
        original = story.original or Original()
        if original.url and canonical_url(original.url) != canonical_url(found.url):
            return None
        if found.is_alone and (original.url or (known.outlet and known.outlet.website == found.url)):
            return None
        story = replace(story, original=replace(original, url=original.url or found.url))
    if found.outlet:
        outlet = story.outlet or Outlet()
        if outlet == Outlet():
            outlet = Outlet(id=found.outlet) if OUTLET_ID.fullmatch(found.outlet) else Outlet(name=found.outlet)
        elif found.outlet.casefold() not in (outlet.id.casefold(), outlet.name.casefold()):
            return None
        story = replace(story, outlet=outlet)
    return story


def _header_end(lines: Sequence[str], kinds: Sequence[Kind], start: int) -> int:
    """Return the index of the first line of text that is no date, author or label."""
    for at in range(start, len(lines)):
        text = lines[at].strip()
        is_text = kinds[at] is Kind.TEXT and not (_is_field(text) or _BYLINE.fullmatch(text))
        if is_text or kinds[at] is Kind.BULLET:
            return at
    return len(lines)


def _tail(lines: Sequence[str], kinds: Sequence[Kind], start: int) -> int:
    """Return the index from which on there is nothing but lines with a field."""
    at = len(lines)
    while at > start and (kinds[at - 1] not in (Kind.TEXT, Kind.BULLET) or _is_field(lines[at - 1])):
        at -= 1
    return at


def _is_field(line: str) -> bool:
    return bool(_LABEL.fullmatch(line.strip()) or dated_line(line.strip()))


def _stands_apart(lines: Sequence[str], kinds: Sequence[Kind], at: int, start: int) -> bool:
    above = kinds[at - 1] if at > start else Kind.BLANK
    below = kinds[at + 1] if at + 1 < len(lines) else Kind.BLANK
    return above in _EDGE and below in _EDGE


def _below_title(lines: Sequence[str], kinds: Sequence[Kind], start: int, end: int) -> Iterator[_Found]:
    """Yield the date between the title and the text, and the label before the text."""
    for at in range(start, end):
        if kinds[at] is Kind.TEXT and (dated := dated_line(lines[at].strip())):
            day, rest = dated
            kept = "; its author stays in the text, as a story has no field for it" if rest else ""
            message = f"The date of this line is read{kept}."
            yield _Found(at, message, "Write it as: Published: 2024-06-20", rest=rest, published=day)
    found = _SUMMARY.fullmatch(lines[end].strip()) if end < len(lines) else None
    has_text = found and (found["rest"] or any(line.strip() for line in lines[end + 1 :]))
    if found and has_text:
        yield _Found(end, "What follows “Summary” is read as the summary.", "Leave the word out.", rest=found["rest"])


def dated_line(text: str) -> tuple[date | datetime, str] | None:
    """Return the date in a line of author and date, and what else it says; None for another line."""
    if len(text) > 160 or not any(sign.isdigit() for sign in text):
        return None
    day: date | datetime | None = None
    others: list[str] = []
    for part in _parts(text):
        read = _day(part) if day is None else None
        if read is None:
            others.append(part)
        day = day or read
    if day is None or (others and not _BYLINE.fullmatch(others[0])):
        return None
    return day, " / ".join(others)


def _parts(text: str) -> list[str]:
    return [text] if _day(text) else [part for part in _BETWEEN.split(text) if part]


def _day(text: str) -> date | datetime | None:
    found = _PUBLISHED.fullmatch(text)
    try:
        return parse_date(found["date"]) if found else None
    except ValueError:
        return None


def _labelled(lines: Sequence[str], kinds: Sequence[Kind], at: int, label: re.Match[str]) -> Iterator[_Found]:
    """Yield what stands behind a label, or in the one line or item below it."""
    name, value, heading = label["label"].casefold(), label["value"].strip().strip("*_ "), None
    if not value:
        below = [number for number in range(at + 1, len(lines)) if kinds[number] is not Kind.BLANK][:2]
        if not below or (below[0] != at + 1 and below[0] != at + 2):
            return
        if len(below) == 2 and kinds[below[1]] is Kind.BULLET:
            return
        shape = shape_of(lines[below[0]])
        value = shape.value.strip() if shape.kind is Kind.BULLET else lines[below[0]].strip()
        at, heading = below[0], at
    fix = "Write “Outlet:” and “Original:” for the two."
    if name == "created":
        if day := _day(value):
            message = "“Created” is read as the date."
            yield _Found(at, message, "Write it as: Published: 2024-06-20", published=day, heading=heading)
        return
    outlet, url = _outlet_and_address(value)
    shown = label["label"]
    if url and (not outlet or _is_generic(outlet)):
        yield _Found(at, f"“{shown}” is read as the original.", "Call it “Original”.", url=url, heading=heading)
    elif "source" in name and url and _is_name(outlet):
        message = f"“{shown}” is read as the outlet and the original."
        yield _Found(at, message, fix, outlet=outlet, url=url, heading=heading)
    elif "source" in name and not url and heading is None and _is_name(outlet):
        yield _Found(at, f"“{shown}” is read as the outlet.", "Call it “Outlet”.", outlet=outlet)


def _outlet_and_address(value: str) -> tuple[str, str]:
    """Return the name and the address in `value`, "" for what is not there."""
    if named := _NAMED_LINK.fullmatch(value):
        return one_line(named["name"].strip("*_ ")), one_line(named["url"])
    shape = shape_of(value)
    if shape.kind is Kind.ADDRESS and " " not in shape.value.strip():
        return "", one_line(shape.value)
    if found := _NAME_AND_ADDRESS.fullmatch(value):
        return one_line(found["name"].strip("*_ ")), one_line(found["a"] or found["b"] or found["c"])
    return one_line(value.strip("*_ ")), ""


def _is_name(text: str) -> bool:
    return (
        bool(text)
        and text.count(" ") < _MOST_WORDS
        and text[-1] not in _ENDS_OF_SENTENCES
        and "://" not in text
        and not is_web_address(text)
    )


def _is_generic(text: str) -> bool:
    """Return whether the words of a link only say that it is one."""
    return _GENERIC.issuperset(text.casefold().strip(".:!* ").split())
