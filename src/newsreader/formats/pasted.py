"""What a text without a name is: a story file of one of the formats, or a text; and which line says what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from newsreader.dates import exact_date
from newsreader.errors import Problem, Severity
from newsreader.formats import Parsed, parse
from newsreader.formats.field_names import STORY_FIELDS, SYNONYMS
from newsreader.formats.page.copied import dated_line
from newsreader.formats.page.shapes import Kind, shape_of
from newsreader.story import Outlet, Story
from newsreader.text import clean_text

ADDRESS_ALONE: Final = re.compile(r"\s*(https?://\S+)\s*", re.IGNORECASE)
"""What a text is that is an address of the web, which is its group 1, and nothing else."""

_LOOKED_AT: Final = 4_096
_LARGEST_STORY: Final = 1_000_000
"""Bytes of a text that can be a story file."""

_LONGEST_SUMMARY: Final = 1_500
_MOST_LINES: Final = 5_000
_LONGEST_LINE: Final = 2_000
"""Characters of a line that are compared with the fields."""

_YAML = re.compile(r"^(?:- )?title[ \t]*[:：]", re.MULTILINE | re.IGNORECASE)
_FRONT_MATTER: Final = "---"
_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*[A-Za-z_]+[ \t]*:")
_ITS_TITLE = re.compile(r"^title[ \t]*:", re.MULTILINE)
_FIRST_TITLE = re.compile(r"\s*(?:(?:---|#[^\r\n]*)\s+)*(?:- +)?title[ \t]*:")
_OTHER_FIELD = re.compile(
    rf"^(?:- )? {{0,4}}(?:{'|'.join(name for name in STORY_FIELDS if name != 'title')})[ \t]*:", re.MULTILINE
)
_OBJECT = re.compile(r"\s*\{[^{}]*?\"title\"\s*:")
_YAML_ENDINGS: Final = (".yaml", ".yml", ".json")
_SIGNS = re.compile(r"[\W_]+")
_KEY = re.compile(r"(?:- | {0,2})([a-z_]+)[ \t]*:")
_ITEM = re.compile(r"\s*(?:[-*•–—]|\d{1,3}[.)])\s*")
_LABEL = re.compile(r"[\s*#-]*[^\W\d_]+(?: [^\W\d_]+){0,2}[*]{0,2}[ \t]*[:：]")

_SHOWN_AS: Final[Mapping[str, str]] = {
    "title": "Title", "summary": "Summary", "key_points": "Key points", "outlet": "Outlet", "published": "Date",
    "original": "Link", "topics": "Topics", "language": "Language", "event": "Event", "ai_generated": "Written by AI",
    "generator": "Written by AI",
}  # fmt: skip
_FIELD_OF_KEY: Final = {**_SHOWN_AS, **{name: _SHOWN_AS[field] for name, field in SYNONYMS.items()}}
_FIELD_OF_LABEL: Final[Mapping[str, str]] = {
    "published": "Date", "topic": "Topics", "topics": "Topics", "language": "Language", "event": "Event",
    "generator": "Written by AI", "source": "Rating", "url": "Rating", "as_of": "Rating", "note": "Rating",
}  # fmt: skip
_FIELD_OF_KIND: Final = {
    Kind.RATING: "Rating", Kind.WEBSITE: "Outlet", Kind.ORIGINAL: "Link", Kind.ADDRESS: "Link",
    Kind.DISCLOSURE: "Written by AI",
}  # fmt: skip


class OwnStory(Struct, frozen=True):
    """A file that holds stories already: it is kept as it is, with the ending of its format."""

    stories: tuple[Story, ...]
    data: bytes
    extension: str


class _Reading(Struct, frozen=True):
    """How a text reads in the format of `extension`."""

    extension: str
    parsed: Parsed

    @property
    def is_sound(self) -> bool:
        is_wrong = any(problem.severity is Severity.ERROR for problem in self.parsed.problems)
        return bool(self.parsed.stories) and not is_wrong

    @property
    def is_own(self) -> bool:
        """Whether it is a story file: any text reads as a page somehow."""
        return self.is_sound and (self.extension != ".txt" or _is_page_of_a_story(self.parsed.stories[0].story))

    def own(self, data: bytes) -> OwnStory:
        return OwnStory(tuple(placed.story for placed in self.parsed.stories), data, self.extension)


class FoundField(Struct, frozen=True):
    """A field of a story as it was read from a text, and the numbers of the lines that say it, from 1."""

    name: str
    value: str
    lines: tuple[int, ...] = ()


class Pasted(Struct, frozen=True):
    """What a text is: a story that is kept as it is (`is_story`), or a text of which one is made.

    `left_out` are the numbers of lines that went into no field.
    """

    fields: tuple[FoundField, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[int, ...] = ()
    is_story: bool = False
    stories: int = 1


def own_story(data: bytes, text: str, *, may_be_page: bool = True) -> OwnStory | None:
    """Return the stories of a text that is a story file of one of the formats; any text reads as a page somehow."""
    if len(data) > _LARGEST_STORY:
        return None
    reading = _as_file(data, text) or (_read(data, ".txt") if may_be_page else None)
    return reading.own(data) if reading and reading.is_own else None


def _as_file(data: bytes, text: str) -> _Reading | None:
    """Return how a text reads in the first format other than a page in which it is sound, if it looks like any."""
    endings: tuple[str, ...] = (".md", ".yaml") if text.lstrip().startswith(_FRONT_MATTER) else ()
    if not endings and _YAML.search(text[:_LOOKED_AT]):
        endings = (".yaml",)
    readings = (_read(data, extension) for extension in endings)
    return next((each for each in readings if each.is_sound), None)


def _read(data: bytes, extension: str) -> _Reading:
    return _Reading(extension, parse(data, f"story{extension}"))


def mistake_of_story(data: bytes, text: str, ending: str) -> Problem | None:
    """Return the first error of a text that is meant as a story file in YAML, JSON or Markdown; None for any other.

    The `ending` of its name tells so, or its beginning. A page may begin with a title that is called so, too. It is
    taken for YAML only where another field of a story has its exact name. Prose below a title has none.
    """
    if len(data) > _LARGEST_STORY:
        return None
    beginning = text[:_LOOKED_AT]
    has_matter = _MATTER.match(beginning) is not None
    is_fields = _FIRST_TITLE.match(beginning) is not None and _OTHER_FIELD.search(beginning) is not None
    if has_matter and (ending == ".md" or (_ITS_TITLE.search(beginning) and f"\n{_FRONT_MATTER}" in text.strip())):
        return _first_error(data, ".md")
    if ending in _YAML_ENDINGS or is_fields or _OBJECT.match(beginning):
        return _first_error(data, ".yaml")
    return None


def _first_error(data: bytes, extension: str) -> Problem | None:
    problems = parse(data, f"story{extension}").problems
    return next((problem for problem in problems if problem.severity is Severity.ERROR), None)


def sound_story(data: bytes, extension: str) -> OwnStory | None:
    """Return the stories of a file in the format of `extension`, None where it has an error."""
    reading = _read(data, extension)
    return reading.own(data) if reading.is_sound else None


def _is_page_of_a_story(story: Story) -> bool:
    """Return whether a page has more than a title and text: what only a summary of a story has."""
    has_outlet = story.outlet is not None and bool(story.outlet.bias or story.outlet.description)
    has_points = bool(story.key_points) and (story.original is not None or len(story.summary) <= _LONGEST_SUMMARY)
    return story.ai_generated or has_outlet or has_points


def read_pasted(text: str) -> Pasted:
    """Return what is read from a text, and from which of its lines. Never raises."""
    data = text.encode("utf-8", "replace")
    reading = _as_file(data, text) or _read(data, ".txt")
    parsed = reading.parsed
    if not parsed.stories:
        return Pasted((), tuple(parsed.problems))
    story = parsed.stories[0].story
    values = dict(_values(story))
    lines = clean_text(text).split("\n")[:_MOST_LINES]
    places = _places(lines, values, story, is_page=reading.extension == ".txt")
    fields = tuple(
        FoundField(name, value, tuple(number for number, field in places.items() if field == name))
        for name, value in values.items()
    )
    left_out = tuple(number for number, field in places.items() if not field)
    return Pasted(fields, tuple(parsed.problems), left_out, reading.is_own, len(parsed.stories))


def _values(story: Story) -> Iterator[tuple[str, str]]:
    """Give what a story has, by the names that people read, in the order in which that matters."""
    outlet = story.outlet or Outlet()
    original = story.original
    yield "Title", story.title
    yield "Summary", story.summary
    yield "Key points", "\n".join(story.key_points)
    yield "Link", " ".join(filter(None, (original.url, original.kind))) if original else ""
    yield "Date", exact_date(story.published) if story.published else ""
    yield "Outlet", outlet.name or outlet.id
    if outlet.bias:
        yield "Rating", outlet.bias.rating.name
    if story.topics:
        yield "Topics", ", ".join(story.topics)
    if story.language:
        yield "Language", story.language
    if story.event:
        yield "Event", story.event
    if story.ai_generated:
        yield "Written by AI", story.generator or "yes"


def _places(lines: list[str], values: Mapping[str, str], story: Story, *, is_page: bool) -> dict[int, str]:
    """Return the field of each line that is not empty, by its number, "" for one that went into none."""
    outlet = story.outlet or Outlet()
    said = {name: _letters(values[name]) for name in ("Title", "Key points", "Summary")}
    said["Outlet"] = _letters(f"{outlet.name} {outlet.id} {outlet.description} {outlet.website}")
    places: dict[int, str] = {}
    current, is_body, has_title = "", False, False
    for number, line in enumerate(lines, 1):
        if not _letters(line):
            if number > 1 and line.strip() == _FRONT_MATTER:
                is_body = True
            continue
        if is_body:
            places[number] = _place_of_text(line, said, has_title=True)
            continue
        if is_page:
            places[number] = _place_on_page(line, said, values, has_title=has_title)
            has_title = has_title or places[number] == "Title"
        else:
            key = _KEY.match(line)
            current = _FIELD_OF_KEY.get(key[1], "" if not line.startswith(" ") else current) if key else current
            places[number] = current if values.get(current) else _place_of_text(line, said, has_title=True)
    return {
        number: field for number, field in places.items() if field or not lines[number - 1].rstrip("* ").endswith(":")
    }


def _place_on_page(line: str, said: Mapping[str, str], values: Mapping[str, str], *, has_title: bool) -> str:
    shape = shape_of(line)
    field = _FIELD_OF_KIND.get(shape.kind, "")
    if shape.kind is Kind.LABEL:
        field = _FIELD_OF_LABEL.get(shape.name, "Outlet")
    if field and values.get(field):
        return field
    found = _place_of_text(line, said, has_title=has_title)
    if found:
        return found
    if values.get("Date") and dated_line(line.strip()):
        return "Date"
    key = _LABEL.match(line)
    name = _SIGNS.sub("_", key[0]).strip("_").lower() if key else ""
    by_name = _FIELD_OF_KEY.get(name, "")
    return by_name if values.get(by_name) else ""


def _place_of_text(line: str, said: Mapping[str, str], *, has_title: bool) -> str:
    """Return the field of which a line, with or without its label, is a part."""
    for text in (line, _ITEM.sub("", line, count=1), _LABEL.sub("", line, count=1)):
        letters = _letters(text)
        if not letters:
            continue
        if not has_title and letters == said["Title"]:
            return "Title"
        found = next((name for name in ("Key points", "Summary", "Outlet", "Title") if letters in said[name]), "")
        if found:
            return found
    return ""


def _letters(text: str) -> str:
    return _SIGNS.sub("", text[:_LONGEST_LINE] if "\n" not in text else text).casefold()
