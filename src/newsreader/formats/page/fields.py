"""The fields that single lines of a plain-text page carry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.bias import SCALE, Rating, parse_rating
from newsreader.errors import FormatError
from newsreader.event_words import parse_event
from newsreader.formats.blocks import one_line
from newsreader.formats.page.shapes import Kind, Shape
from newsreader.formats.reports import Report, excerpt
from newsreader.formats.values import (
    RATING_FIX,
    URL_FIX,
    UnreadDateError,
    is_web_address,
    parse_date,
    parse_day,
    parse_year,
    split_list,
)
from newsreader.story import Bias, Original, Outlet, Story, language_tag

OUTLET_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What an outlet's id looks like; other text after `Outlet:` is its name."""
_RATING_AND_NOTE = re.compile(
    rf"({'|'.join(rating.name for rating in reversed(SCALE))}|Centre)\s*[(,;–—]\s*(.*?)\)?\.?", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_ENDS_OF_SENTENCES: Final = tuple(".!?…:。！？")
_MOST_WORDS: Final = 6
"""Words of a topic or a name directly below prose; more of them read like a sentence."""

_CONVERTED: Final[dict[str, Callable[[str], object]]] = {"as_of": parse_day, "founded": parse_year}
_MANY: Final = frozenset({"topic", "topics", "alias", "aliases"})


class PageFields(Struct):
    """Collect fields line by line; a value that cannot be read is reported and left out."""

    report: Report
    _labels: dict[str, list[str]] = field(default_factory=dict)
    _published: date | datetime | None = None
    _founded: int | None = None
    _as_of: date | None = None
    _rating: Rating | None = None
    _rating_source: str = ""
    _rating_note: str = ""
    _original: Original | None = None
    _website: str | None = None
    _ai_generated: bool = False
    _generator: str = ""
    _event: str = ""
    _seen: set[str] = field(default_factory=set)
    _awaited: str = ""
    """Which line above left its value to the next line: website, original, rating or none."""

    @property
    def story_id(self) -> str:
        """Return the id that the page declares, "" for none."""
        return self._one("id")

    @property
    def names_outlet(self) -> bool:
        """Return whether the page has the lines that stand below the description of an outlet."""
        return "rating" in self._seen or self._website is not None

    @staticmethod
    def is_dated(shape: Shape) -> bool:
        """Return whether a labelled line gives a date that can be read, as below a headline."""
        if shape.name != "published":
            return False
        try:
            parse_date(shape.value)
        except ValueError:
            return False
        return True

    def reads_as_value(self, shape: Shape, *, ends_sentence: bool) -> bool:
        """Return whether the value of a labelled line directly below prose can be read.

        Words could be the rest of a sentence, unless the line above `ends_sentence` and they are few.
        """
        value = one_line(shape.value)
        if shape.name == "published":
            return self.is_dated(shape)
        if shape.name == "url":
            return is_web_address(value)
        if shape.name == "language":
            return bool(_LANGUAGE.fullmatch(value))
        if shape.name == "id":
            return ends_sentence and " " not in value
        if convert := _CONVERTED.get(shape.name):
            try:
                convert(value)
            except ValueError:
                return False
            return True
        words = split_list(value) if shape.name in _MANY else (value,)
        return (
            ends_sentence
            and value[-1:] not in _ENDS_OF_SENTENCES
            and all(word.count(" ") < _MOST_WORDS for word in words)
        )

    def refuse_date(self, number: int, column: int, value: str) -> None:
        """Report words where a date should be, once for a page; they stay in the text."""
        if "unread date" not in self._seen:
            self._seen.add("unread date")
            try:
                parse_date(value)
            except UnreadDateError as error:
                self.report.warn(number, max(column, 1), f"This is not a date: {excerpt(value)}.", error.fix)

    def accept(self, number: int, line: str, shape: Shape) -> bool:
        """Take the field of a line; False if there is one from another line already, or nowhere to put it."""
        awaited, self._awaited = self._awaited, ""
        column = line.rfind(shape.value) + 1
        if shape.kind is Kind.ADDRESS:
            return self._accept_address(shape.value, awaited)
        if shape.kind is Kind.WEBSITE:
            if self._website is not None:
                return False
            self._website = self._url(number, column, shape.value)
            self._awaited = "" if shape.value else "website"
        elif shape.kind is Kind.ORIGINAL:
            if self._original:
                return False
            self._original = Original(self._url(number, column, shape.value), shape.name)
            self._awaited = "" if shape.value else "original"
        elif shape.kind is Kind.RATING:
            if "rating" in self._seen:
                return False
            self._accept_rating(number, column, shape)
        elif shape.kind is Kind.DISCLOSURE:
            if self._ai_generated:
                return False
            self._ai_generated = True
            self._generator = shape.name
        else:
            return self._accept_label(number, column, shape)
        return True

    def take_prose(self, line: str) -> bool:
        """Take a line that has no shape of its own if the line above waits for it: a rating alone on its line."""
        awaited, self._awaited = self._awaited, ""
        rating = parse_rating(line.strip(" .")) if awaited == "rating" else None
        if rating is None:
            return False
        self._rating = rating
        return True

    def complete(self, story: Story, description: str) -> Story:
        """Return `story` with the fields of the page; it has no outlet if the page says nothing of one."""
        name, outlet_id = self._one("name"), self._one("outlet id")
        short = self._one("outlet")
        if OUTLET_ID.fullmatch(short) and not outlet_id:
            outlet_id = short
        else:
            name = name or short
        bias = None
        if self._rating:
            source, note = self._rating_source or self._one("source"), self._rating_note or self._one("note")
            bias = Bias(self._rating, source, self._one("url"), self._as_of, note)
        outlet = Outlet(
            id=outlet_id,
            name=name,
            aliases=self._many("alias", "aliases"),
            description=description,
            website=self._website or "",
            country=self._one("country"),
            founded=self._founded,
            bias=bias,
        )
        original = self._original
        return replace(
            story,
            outlet=None if outlet == Outlet() else outlet,
            published=self._published,
            original=original if original and (original.url or original.kind) else None,
            ai_generated=self._ai_generated,
            generator=self._generator or self._one("generator"),
            topics=self._many("topic", "topics"),
            language=language_tag(self._one("language")),
            event=self._event,
        )

    def _accept_address(self, url: str, awaited: str) -> bool:
        if awaited == "website":
            self._website = one_line(url)
        elif awaited == "original" and self._original:
            self._original = replace(self._original, url=one_line(url))
        else:
            return False
        return True

    def _accept_rating(self, number: int, column: int, shape: Shape) -> None:
        self._seen.add("rating")
        self._rating_source = shape.name
        value = shape.value.strip(" .*[]")
        if not value:
            self._awaited = "rating"
            return
        self._rating = parse_rating(value)
        if not self._rating and (found := _RATING_AND_NOTE.fullmatch(value)):
            self._rating, self._rating_note = parse_rating(found[1]), one_line(found[2])
        if not self._rating:
            message = f"This is not a media bias rating: {excerpt(value)}."
            self.report.warn(number, max(column, 1), message, RATING_FIX)

    def _accept_label(self, number: int, column: int, shape: Shape) -> bool:
        name, value = shape.name, one_line(shape.value)
        if name in self._seen and name not in _MANY:
            return False
        if name == "published" and not self.is_dated(shape):
            self.refuse_date(number, column, value)
            return False
        self._seen.add(name)
        try:
            if name == "published":
                self._published = parse_date(value)
            elif name == "as_of":
                self._as_of = parse_day(value)
            elif name == "founded":
                self._founded = parse_year(value)
            elif name == "event":
                self._event = parse_event(value)
            elif name == "url" and not is_web_address(value):
                self.report.warn(number, column, f"This is not a web address: {excerpt(value)}.", URL_FIX)
            else:
                self._labels.setdefault(name, []).append(value)
        except FormatError as error:
            self.report.warn(number, column, error.message, error.fix)
        except ValueError as error:
            if isinstance(error, UnreadDateError):
                self.report.warn(number, column, f"This is not a date: {excerpt(value)}.", error.fix)
            else:
                message = f"This is not a year: {excerpt(value)}."
                self.report.warn(number, column, message, "Write it as a number, like 1922.")
        return True

    def _url(self, number: int, column: int, text: str) -> str:
        url = one_line(text)
        if url and not is_web_address(url):
            self.report.warn(number, column, f"This is not a whole web address: {excerpt(url)}.", URL_FIX)
            return ""
        return url

    def _one(self, name: str) -> str:
        return self._labels.get(name, [""])[0]

    def _many(self, single: str, several: str) -> tuple[str, ...]:
        listed = [word for text in self._labels.get(several, []) for word in split_list(text)]
        return (*listed, *self._labels.get(single, []))
