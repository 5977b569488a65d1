"""The story and its outlet, also as plain data: their fields have the same names here, in files and in JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from hashlib import blake2b
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.bias import BY_ID, NOT_RATED, Rating
from newsreader.links import canonical_url
from newsreader.text import clean_line

KINDS: Final = ("video", "article", "audio")
"""What the original of a story can be."""

WAYS: Final = ("feed", "extract", "model", "import")
"""How a story can have been made that nobody wrote by hand."""

OWN_PROMPT: Final = "summary-"
"""How the names of the prompts begin with which this program asks models."""

_LOCALE = re.compile(r"([A-Za-z]{2,3}(?:[_-][A-Za-z0-9]+)*)(?:\.[\w-]+)?(?:@\w+)?")


class Bias(Struct, frozen=True):
    """A media bias rating with where it comes from; `as_of` is the day it stood at the source."""

    rating: Rating
    source: str = ""
    url: str = ""
    as_of: date | None = None
    note: str = ""


class Outlet(Struct, frozen=True):
    """Who tells a story. A story's file may state only some of it; `outlets.Registry` completes the rest."""

    id: str = ""
    name: str = ""
    aliases: tuple[str, ...] = ()
    description: str = ""
    website: str = ""
    country: str = ""
    founded: int | None = None
    bias: Bias | None = None

    @property
    def rating(self) -> Rating:
        """Return the rating, `not-rated` where nobody gave one."""
        return self.bias.rating if self.bias else NOT_RATED


class Original(Struct, frozen=True):
    """What a story was written from.

    Either part may be missing: a page often names the kind and loses the link.
    """

    url: str = ""
    kind: str = ""


class Origin(Struct, frozen=True):
    """Where a story came from, and how it was made; "" stands for what is not known.

    `feed` is the address of the feed, and `fetched` the moment in ISO 8601. `made` is one of `WAYS`. `text` is the hash
    of the text that the summary was made from. Of a model's text `model` is its name, `endpoint` the host that was
    asked, and `prompt` the name of what it was told. `tokens` and `seconds` are what it cost, `parts` the pieces that a
    long text was given in. `unsupported` are the numbers and names that the text did not have, with `; ` between them.
    `others` are fields without a meaning here, which are kept.
    """

    feed: str = ""
    fetched: str = ""
    made: str = ""
    text: str = ""
    model: str = ""
    endpoint: str = ""
    prompt: str = ""
    tokens: str = ""
    seconds: str = ""
    parts: str = ""
    unsupported: str = ""
    others: tuple[tuple[str, str], ...] = ()


_ALWAYS_TOLD: Final = ("feed", "fetched", "made", "text")
MODEL_FIELDS: Final = ("model", "endpoint", "prompt", "tokens", "seconds", "parts", "unsupported")
"""The fields of an origin that only a text written by a model has."""

ORIGIN_FIELDS: Final = (*_ALWAYS_TOLD, *MODEL_FIELDS)
"""The fields of an origin that have a meaning."""


class Story(Struct, frozen=True):
    """One news summary.

    `summary` holds paragraphs, an empty line between them. `published` is a day, or a moment; without a zone it is
    local time. Stories with the same `event` tell one event. `id_declared` tells an id written in the file from a
    derived one.
    """

    id: str
    title: str
    summary: str = ""
    key_points: tuple[str, ...] = ()
    outlet: Outlet | None = None
    published: date | datetime | None = None
    original: Original | None = None
    ai_generated: bool = False
    generator: str = ""
    topics: tuple[str, ...] = ()
    language: str = ""
    event: str = ""
    id_declared: bool = False
    origin: Origin | None = None

    @property
    def rating(self) -> Rating:
        """Return the rating of the outlet, `not-rated` where there is none."""
        return self.outlet.rating if self.outlet else NOT_RATED

    @property
    def ai_parts(self) -> tuple[str, ...]:
        """Return the names of the parts that an AI wrote: the title and all of the text, or nothing.

        This program's own prompts ask for no title.
        """
        if not self.ai_generated:
            return ()
        title = "" if self.origin and self.origin.prompt.startswith(OWN_PROMPT) else self.title
        parts = (("title", title), ("summary", self.summary), ("key points", self.key_points))
        return tuple(name for name, text in parts if text)


def ai_sentence(story: Story) -> str:
    """Return the sentence that discloses what an AI wrote of `story`, and which; "" where it wrote nothing."""
    if not story.ai_parts:
        return ""
    *others, last = story.ai_parts
    parts = f"{', '.join(others)} and {last} were" if others else f"{last} was"
    by = f" ({clean_line(story.generator)})" if story.generator else ""
    return f"{parts[0].upper()}{parts[1:]} written by an AI{by}."


def language_tag(text: str) -> str:
    """The language tag for `text`, which may be a locale of a system, such as pt_BR.UTF-8."""
    found = _LOCALE.fullmatch(text)
    return found[1].replace("_", "-") if found else text


def with_id(story: Story, declared: str = "") -> Story:
    """Return `story` with the id it declares, else one derived from it.

    The derived id is a hash of the canonical address of the original, in 16 hexadecimal digits. Without an address it
    is a hash of title, outlet and date as the file states them. So it survives moving and renaming the file and
    editing its body.
    """
    if declared:
        return replace(story, id=declared, id_declared=True)
    if story.original and story.original.url:
        basis = canonical_url(story.original.url)
    else:
        outlet = story.outlet or Outlet()
        basis = "\0".join(
            (story.title.casefold(), outlet.id or outlet.name or outlet.description, published_text(story.published))
        )
    return replace(story, id=digest(basis), id_declared=False)


def digest(text: str) -> str:
    """Return a stable 64-bit hash of `text` as 16 hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def parse_published(text: str) -> date | datetime:
    """Return the day or moment in `text`, an ISO 8601 date or date and time.

    Raises ValueError if it is neither.
    """
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", text):
        raise ValueError(f"not a date: {text[:40]!r}")
    return datetime.fromisoformat(text)


def published_text(published: date | datetime | None) -> str:
    """Return `published` in ISO 8601, "" for none; `parse_published` reads it back."""
    return "" if published is None else published.isoformat()


def published_moment(published: date | datetime) -> int:
    """Return the seconds since 1970 at which `published` begins, local time where it has no zone.

    Days that the system's clock cannot place are clamped to the nearest it can.
    """
    moment = published if isinstance(published, datetime) else datetime.combine(published, time())
    try:
        return int(moment.timestamp())
    except (OverflowError, OSError, ValueError):
        return int((moment.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds())


def story_to_dict(story: Story) -> dict[str, Any]:
    """Return `story` as JSON data with exactly the documented fields; null stands for an absent one."""
    return {
        "id": story.id,
        "title": story.title,
        "summary": story.summary,
        "key_points": list(story.key_points),
        "outlet": outlet_to_dict(story.outlet) if story.outlet else None,
        "published": published_text(story.published) or None,
        "original": {"url": story.original.url or None, "kind": story.original.kind or None}
        if story.original
        else None,
        "ai_generated": story.ai_generated,
        "generator": story.generator or None,
        "topics": list(story.topics),
        "language": story.language or None,
        "event": story.event or None,
        "origin": _origin_to_dict(story.origin) if story.origin else None,
    }


def _origin_to_dict(origin: Origin) -> dict[str, str | None]:
    """Return `origin` as JSON data; fields of models that it does not state are left out."""
    named = {name: getattr(origin, name) or None for name in _ALWAYS_TOLD}
    of_model = {name: text for name in MODEL_FIELDS if (text := getattr(origin, name))}
    return {**dict(origin.others), **named, **of_model}


def outlet_to_dict(outlet: Outlet) -> dict[str, Any]:
    """Return `outlet` as JSON data; null stands for an absent field."""
    bias = outlet.bias
    return {
        "id": outlet.id or None,
        "name": outlet.name or None,
        "aliases": list(outlet.aliases),
        "description": outlet.description or None,
        "website": outlet.website or None,
        "country": outlet.country or None,
        "founded": outlet.founded,
        "bias": {
            "rating": bias.rating.id,
            "source": bias.source or None,
            "url": bias.url or None,
            "as_of": published_text(bias.as_of) or None,
            "note": bias.note or None,
        }
        if bias
        else None,
    }


def story_from_dict(data: Mapping[str, Any], *, id_declared: bool = True) -> Story:
    """Return the story that `story_to_dict` made `data` from.

    `event` and `origin` may be missing, as in copies of older programs. Raises ValueError where another field is
    missing, or one is not of its type.
    """
    try:
        original = data["original"]
        published = data["published"]
        return Story(
            id=_text(data["id"]),
            title=_text(data["title"]),
            summary=_text(data["summary"]),
            key_points=_texts(data["key_points"]),
            outlet=outlet_from_dict(data["outlet"]) if data["outlet"] is not None else None,
            published=parse_published(_text(published)) if published is not None else None,
            original=Original(_text(original["url"]), _text(original["kind"])) if original is not None else None,
            ai_generated=data["ai_generated"] is True,
            generator=_text(data["generator"]),
            topics=_texts(data["topics"]),
            language=_text(data["language"]),
            event=_text(data.get("event")),
            id_declared=id_declared,
            origin=_origin_from_dict(data.get("origin")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a story: {error}") from error


def _origin_from_dict(data: Mapping[str, Any] | None) -> Origin | None:
    if data is None:
        return None
    named = {name: _text(data.get(name)) for name in ORIGIN_FIELDS}
    others = tuple((name, _text(data[name])) for name in data if name not in named)
    return Origin(**named, others=others)


def outlet_from_dict(data: Mapping[str, Any]) -> Outlet:
    """Return the outlet that `outlet_to_dict` made `data` from.

    Raises ValueError where a field is missing or not of its type.
    """
    try:
        bias, founded = data["bias"], data["founded"]
        if founded is not None and type(founded) is not int:
            raise TypeError("founded is not a number")
        return Outlet(
            id=_text(data["id"]),
            name=_text(data["name"]),
            aliases=_texts(data["aliases"]),
            description=_text(data["description"]),
            website=_text(data["website"]),
            country=_text(data["country"]),
            founded=founded,
            bias=_bias_from_dict(bias) if bias is not None else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an outlet: {error}") from error


def _bias_from_dict(data: Mapping[str, Any]) -> Bias:
    as_of = data["as_of"]
    return Bias(
        rating=BY_ID[data["rating"]],
        source=_text(data["source"]),
        url=_text(data["url"]),
        as_of=date.fromisoformat(_text(as_of)) if as_of is not None else None,
        note=_text(data["note"]),
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is not text")
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r:.40} is not a list")
    return tuple(_text(value) for value in values)
