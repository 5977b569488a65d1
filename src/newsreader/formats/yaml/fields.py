"""From YAML nodes to stories and outlets: each field converted by its own rule, each fault costing only that field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final, TypeVar

from msgspec import Struct

from newsreader.bias import parse_rating
from newsreader.formats.blocks import BULLETS, one_line, split_points, tidy
from newsreader.formats.field_names import (
    BIAS_FIELDS,
    ORIGINAL_FIELDS,
    OUTLET_FIELDS,
    STORY_FIELDS,
    SYNONYMS,
    field_name,
    unknown_field,
)
from newsreader.formats.reports import Report, excerpt
from newsreader.formats.values import (
    DATE_FIX,
    RATING_FIX,
    URL_FIX,
    UnreadDateError,
    is_web_address,
    parse_date,
    parse_day,
    parse_year,
    split_list,
)
from newsreader.formats.yaml.event import read_event
from newsreader.formats.yaml.events import Mapping, Node, Refused, Scalar, Sequence
from newsreader.formats.yaml.origin import read_origin
from newsreader.formats.yaml.synonyms import Fields, add_synonyms
from newsreader.story import KINDS, Bias, Original, Outlet, Story, language_tag, with_id
from newsreader.text import TITLE_LIMIT, clean_text, clean_title

_T = TypeVar("_T")

_MOST_UNKNOWN: Final = 20
"""How many unknown fields of one mapping are reported."""

_ITEMS_ON_ONE_LINE = re.compile(rf"-[^\W\d_].*\s-\s?[^\W\d_]|([{BULLETS}–—]).*\s\1")
_TRUTHS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Body(Struct, frozen=True):
    """What the text below the fields gives to a story, as in a Markdown file."""

    title: str = ""
    summary: str = ""
    key_points: tuple[str, ...] = ()


_NO_BODY: Final = Body()


class FieldReader:
    """Convert mappings and notes in `report` what is wrong with them.

    `quiet_names` are other names of fields of a story that are as good as their own.
    """

    def __init__(self, report: Report, quiet_names: Collection[str] = ()) -> None:
        self._report = report
        self._quiet_names = quiet_names

    def title_of(self, mapping: Mapping) -> str:
        """Return the title that `mapping` states, "" if there is none; problems with it are left to `story`."""
        for key, value in zip(mapping.items[::2], mapping.items[1::2], strict=True):
            if isinstance(key, Scalar) and field_name(key.value) == "title" and isinstance(value, Scalar):
                return clean_title(value.value)
        return ""

    def story(self, mapping: Mapping, body: Body | None = None) -> Story | None:
        """Return the story in `mapping`, completed by `body`; None, with the error reported, where it cannot be one."""
        body = body or _NO_BODY
        others: list[tuple[Scalar, Node]] = []
        fields = self._collect(mapping, STORY_FIELDS, "story", others)
        below = {name for name in ("summary", "key_points") if getattr(body, name)}
        add_synonyms(fields, others, below, self._quiet_names, self._report)
        title = self._title(mapping, fields, body)
        summary = self._summary(fields, body)
        if title is None or summary is None:
            return None
        key_points = self._key_points(fields)
        if body.key_points:
            self._warn_if_twice(fields, "key_points", bool(key_points))
            key_points = body.key_points
        if not summary and not key_points:
            at = fields["summary"][0] if "summary" in fields else mapping
            fix = "Write the text of the story as its `summary`, or a list of `key_points`."
            self._report.error(at.line, at.column, "The story has no `summary` and no `key_points`.", fix)
            return None
        story = Story(
            id="",
            title=title,
            summary=summary,
            key_points=key_points,
            outlet=self._outlet_of_story(fields),
            published=self._converted(fields, "published", parse_date, "is not a date", DATE_FIX),
            original=self._original(fields),
            ai_generated=self._truth(fields, "ai_generated"),
            generator=self._line(fields, "generator"),
            topics=self._lines(fields, "topics"),
            language=self._language(fields),
            event=read_event(fields["event"][1], self._report) if "event" in fields else "",
            origin=read_origin(fields["origin"][1], self._report) if "origin" in fields else None,
        )
        return with_id(story, self._line(fields, "id"))

    def outlet(self, mapping: Mapping) -> Outlet:
        """Return the outlet in `mapping`, with the fields that could be read."""
        fields = self._collect(mapping, OUTLET_FIELDS, "outlet")
        return Outlet(
            id=self._line(fields, "id"),
            name=self._line(fields, "name"),
            aliases=self._lines(fields, "aliases"),
            description=tidy(self._text(fields, "description")),
            website=self._url(fields, "website"),
            country=self._line(fields, "country"),
            founded=self._converted(fields, "founded", parse_year, "is not a year", "Write it as a number, like 1922."),
            bias=self._bias(fields),
        )

    def _collect(
        self, mapping: Mapping, known: dict[str, None], what: str, others: list[tuple[Scalar, Node]] | None = None
    ) -> Fields:
        """Return the fields of `mapping` by name; those that have another name which is known are put in `others`."""
        fields: Fields = {}
        unknown = 0
        items = mapping.items
        for index in range(0, len(items), 2):
            key, value = items[index], items[index + 1]
            assert isinstance(key, Scalar)
            name = key.value
            if name not in known:
                name = field_name(name)
            if others is not None and name in SYNONYMS:
                others.append((key, value))
            elif name not in known:
                unknown += 1
                if unknown <= _MOST_UNKNOWN:
                    self._report.warn(key.line, key.column, *unknown_field(clean_text(key.value), tuple(known), what))
            elif name in fields:
                message = f"`{name}` is given twice; the first one counts."
                self._report.warn(key.line, key.column, message, "Delete one of the two.")
            elif isinstance(value, Refused) and name != "title":
                self._warn(value, value.message, value.fix)
            else:
                fields[name] = (key, value)
        return fields

    def _warn(self, node: Node, message: str, fix: str) -> None:
        self._report.warn(node.line, node.column, message, fix)

    def _warn_if_twice(self, fields: Fields, name: str, twice: bool) -> None:
        if twice:
            message = f"`{name}` is given here and below; the text below counts."
            self._warn(fields[name][0], message, "Delete one of the two.")

    def _title(self, mapping: Mapping, fields: Fields, body: Body) -> str | None:
        value = fields["title"][1] if "title" in fields else None
        if isinstance(value, Refused):
            self._report.error(value.line, value.column, value.message, value.fix)
            return None
        if value is not None and not isinstance(value, Scalar):
            message = f"`title` is {_kind(value)}; it must be text."
            fix = 'Write it on one line: title: "…". A title that begins with a bracket needs quotes.'
            self._report.error(value.line, value.column, message, fix)
            return None
        title = one_line(value.value) if value else ""
        if not title and not body.title:
            self._report.error(
                mapping.line, mapping.column, "The story has no `title`.", "Add a line like: title: The headline"
            )
            return None
        if value and len(title) > TITLE_LIMIT:
            message = f"The title is cut after {TITLE_LIMIT} characters."
            self._warn(value, message, "Shorten it, and move the rest to the summary.")
        return title if 0 < len(title) <= TITLE_LIMIT else clean_title(title or body.title)

    def _summary(self, fields: Fields, body: Body) -> str | None:
        value = fields["summary"][1] if "summary" in fields else None
        if value is not None and not isinstance(value, Scalar):
            message = f"`summary` is {_kind(value)}; it must be text."
            fix = "Write it as text after `summary: |`, indented, and lists as `key_points`."
            self._report.error(value.line, value.column, message, fix)
            return None
        summary = tidy(value.value) if value else ""
        if body.summary:
            self._warn_if_twice(fields, "summary", bool(summary))
            return body.summary
        return summary

    def _text(self, fields: Fields, name: str) -> str:
        """Return the text of field `name`, "" if it is absent or no text."""
        if name not in fields:
            return ""
        value = fields[name][1]
        if isinstance(value, Scalar):
            return value.value
        self._warn(value, f"`{name}` is {_kind(value)}; it must be text.", f"Write it on one line: {name}: …")
        return ""

    def _line(self, fields: Fields, name: str) -> str:
        return one_line(self._text(fields, name)) if name in fields else ""

    def _lines(self, fields: Fields, name: str) -> tuple[str, ...]:
        if name not in fields:
            return ()
        value = fields[name][1]
        if isinstance(value, Scalar):
            self._warn_of_dashes(name, value)
            return split_list(value.value)
        return self._list(name, value)

    def _key_points(self, fields: Fields) -> tuple[str, ...]:
        if "key_points" not in fields:
            return ()
        value = fields["key_points"][1]
        if isinstance(value, Scalar):
            self._warn_of_dashes("key_points", value)
            return split_points(value.value)
        return self._list("key_points", value)

    def _warn_of_dashes(self, name: str, value: Scalar) -> None:
        """Report items that YAML has put on one line, because no dash and space stand before each."""
        if _ITEMS_ON_ONE_LINE.match(value.value):
            message = f"The items of `{name}` are on one line, as no dash with a space begins them."
            self._warn(value, message, "Begin the line of each item with a dash and a space: - …")

    def _list(self, name: str, value: Node) -> tuple[str, ...]:
        """Return the texts of a list; `- Foo: bar` is meant as text too."""
        if not isinstance(value, Sequence):
            message = f"`{name}` is {_kind(value)}; it must be a list."
            self._warn(value, message, "Put each item on a line of its own that begins with `- `.")
            return ()
        texts: list[str] = []
        for item in value.items:
            text = _item_text(item)
            if isinstance(item, Refused):
                self._warn(item, item.message, item.fix)
            elif text is None:
                message = f"An item of `{name}` is {_kind(item)}; it must be text."
                self._warn(item, message, "Put the item in quotes.")
            elif line := one_line(text):
                texts.append(line)
        return tuple(texts)

    def _converted(self, fields: Fields, name: str, convert: Callable[[str], _T], fault: str, fix: str) -> _T | None:
        text = self._line(fields, name)
        if not text:
            return None
        try:
            return convert(text)
        except ValueError as error:
            fix = error.fix if isinstance(error, UnreadDateError) else fix
            self._warn(fields[name][1], f"`{name}` {fault}: {excerpt(text)}.", fix)
            return None

    def _truth(self, fields: Fields, name: str) -> bool:
        text = self._line(fields, name)
        truth = _TRUTHS.get(text.casefold())
        if text and truth is None:
            self._warn(fields[name][1], f"`{name}` is neither true nor false: {excerpt(text)}.", "Write true or false.")
        return bool(truth)

    def _url(self, fields: Fields, name: str) -> str:
        url = self._line(fields, name)
        if url and not is_web_address(url):
            self._warn(fields[name][1], f"`{name}` is not a web address: {excerpt(url)}.", URL_FIX)
            return ""
        return url

    def _original(self, fields: Fields) -> Original | None:
        if "original" not in fields:
            return None
        value = fields["original"][1]
        if not isinstance(value, Mapping):
            url = self._url(fields, "original")
            return Original(url) if url else None
        parts = self._collect(value, ORIGINAL_FIELDS, "original")
        url, kind = self._url(parts, "url"), self._line(parts, "kind").casefold()
        if kind and kind not in KINDS:
            message = f"`kind` is not a kind of original: {excerpt(kind)}."
            self._warn(parts["kind"][1], message, f"Use one of: {', '.join(KINDS)}.")
            kind = ""
        return Original(url, kind) if url or kind else None

    def _language(self, fields: Fields) -> str:
        text = self._line(fields, "language")
        tag = language_tag(text)
        if tag != text:
            message = f"`language` is not written as a language tag: {excerpt(text)}."
            self._warn(fields["language"][1], message, f"Write {tag}.")
        return tag

    def _outlet_of_story(self, fields: Fields) -> Outlet | None:
        if "outlet" not in fields:
            return None
        value = fields["outlet"][1]
        if isinstance(value, Mapping):
            outlet = self.outlet(value)
            return None if outlet == Outlet() else outlet
        outlet_id = self._line(fields, "outlet")
        return Outlet(id=outlet_id) if outlet_id else None

    def _bias(self, fields: Fields) -> Bias | None:
        if "bias" not in fields:
            return None
        value = fields["bias"][1]
        parts = self._collect(value, BIAS_FIELDS, "bias") if isinstance(value, Mapping) else {"rating": fields["bias"]}
        text = self._line(parts, "rating")
        rating = parse_rating(text)
        if rating is None:
            at = parts["rating"][1] if "rating" in parts else value
            if text:
                self._warn(at, f"`rating` is not a media bias rating: {excerpt(text)}.", RATING_FIX)
            elif isinstance(value, Mapping):
                self._warn(at, "`bias` has no `rating`.", RATING_FIX)
            return None
        return Bias(
            rating=rating,
            source=self._line(parts, "source"),
            url=self._url(parts, "url"),
            as_of=self._converted(parts, "as_of", parse_day, "is not a date", "Write a real day as 2024-06-20."),
            note=self._line(parts, "note"),
        )


def _item_text(item: Node) -> str | None:
    if isinstance(item, Scalar):
        return item.value
    if isinstance(item, Mapping) and len(item.items) == 2:
        key, value = item.items
        if isinstance(key, Scalar) and isinstance(value, Scalar):
            return f"{key.value}: {value.value}"
    return None


def _kind(node: Node) -> str:
    return "a list" if isinstance(node, Sequence) else "a mapping" if isinstance(node, Mapping) else "text"
