"""Stories that come as data, with all their texts as safe as those that were read from a library."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from newsreader.event_words import clean_event
from newsreader.story import ORIGIN_FIELDS, Bias, Origin, Original, Outlet, Story
from newsreader.text import clean_line, clean_text, clean_title


def cleaned_story(story: Story) -> Story:
    """Return `story` with clean texts. Raises ValueError without an id or title."""
    story = replace(
        story,
        id=clean_line(story.id),
        title=clean_title(story.title),
        summary=clean_text(story.summary),
        key_points=_lines(story.key_points),
        outlet=_cleaned_outlet(story.outlet) if story.outlet else None,
        original=_cleaned_original(story.original) if story.original else None,
        generator=clean_line(story.generator),
        topics=_lines(story.topics),
        language=clean_line(story.language),
        event=clean_event(story.event),
        origin=_cleaned_origin(story.origin) if story.origin else None,
    )
    if not story.id or not story.title:
        raise ValueError("its story has no id or no title")
    return story


def _cleaned_original(original: Original) -> Original:
    return Original(clean_line(original.url), clean_line(original.kind))


def _cleaned_origin(origin: Origin) -> Origin:
    named = {name: clean_line(getattr(origin, name)) for name in ORIGIN_FIELDS}
    return Origin(**named, others=tuple((clean_line(name), clean_line(text)) for name, text in origin.others))


def _cleaned_outlet(outlet: Outlet) -> Outlet:
    return replace(
        outlet,
        id=clean_line(outlet.id),
        name=clean_line(outlet.name),
        aliases=_lines(outlet.aliases),
        description=clean_text(outlet.description),
        website=clean_line(outlet.website),
        country=clean_line(outlet.country),
        bias=_cleaned_bias(outlet.bias) if outlet.bias else None,
    )


def _cleaned_bias(bias: Bias) -> Bias:
    return replace(bias, source=clean_line(bias.source), url=clean_line(bias.url), note=clean_text(bias.note))


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(clean_line(text) for text in texts)
