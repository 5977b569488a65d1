"""Why stories are together, in words: the score, what they share, how far apart they are, and who said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace
from textual.content import Content

from newsreader.dates import exact_date, local_day
from newsreader.records import Event, Teller
from newsreader.story import parse_published
from newsreader.ui.safe import line
from newsreader.ui.story.outlet import rated_outlet
from newsreader.ui.story.page import EMPTY_LINE, Line, Page
from newsreader.ui.story.tellers import outlet_name

_SAME_TEXT: Final = 1.3
"""The score from which on two stories have the same text."""


def reasons_page(event: Event, own: Teller, reasons: Sequence[tuple[Teller, Sequence[str]]], left_out: int) -> Page:
    """Return why each of these stories is together with `own`, with the words that both have; each can be marked.

    `left_out` is how many others there are.
    """
    told = f"{outlet_name(own.outlet)}, {told_on(own)}, is together with:"
    lines = [Line(Content.styled(told, "$quiet")), EMPTY_LINE]
    for other, words in reasons:
        lines += [*_reason(event, own, other, words), EMPTY_LINE]
    if left_out:
        lines.append(Line(Content.styled(f"and {left_out:,} more", "$quiet")))
    return Page(lines)


def told_on(teller: Teller) -> str:
    """Return when a teller published its story."""
    return exact_date(_published(teller))


def days_apart(own: Teller, other: Teller) -> str:
    """Return how many days another story came before or after one; "" where one of them has no date."""
    one, another = _published(own), _published(other)
    if one is None or another is None:
        return ""
    days = (local_day(another) - local_day(one)).days
    if not days:
        return "the same day"
    return f"{'1 day' if abs(days) == 1 else f'{abs(days):,} days'} {'later' if days > 0 else 'before'}"


def why_together(event: Event, own: Teller, other: Teller) -> str:
    """Return why another story of an event is together with one: "0.74 · same event"."""
    by_id = {teller.story_id: teller for teller in event.tellers}
    is_direct = own.story_id == other.with_id or other.story_id == own.with_id
    score = own.score if other.story_id == own.with_id else other.score
    parts: list[str] = []
    if score is not None:
        parts += [f"{score:.2f}", _verdict(score, is_sure=own.is_sure and other.is_sure)]
        like = by_id.get(other.with_id or "")
        if not is_direct and like is not None:
            parts.append(f"by its likeness to {outlet_name(like.outlet)}")
    if own.word and own.word == other.word:
        parts.append("declared in the file")
    elif not is_direct and (own.is_joined or other.is_joined):
        parts.append("joined by you")
    return " · ".join(parts or [_without_score(event, other)])


def _verdict(score: float, *, is_sure: bool) -> str:
    if not is_sure:
        return "related"
    return "the same text" if score > _SAME_TEXT else "same event"


def _without_score(event: Event, other: Teller) -> str:
    is_first = other.story_id == event.id
    return "the first to tell it" if is_first else "together by what the others tell"


def _reason(event: Event, own: Teller, other: Teller, words: Sequence[str]) -> list[Line]:
    when = " · ".join(filter(None, (told_on(other), days_apart(own, other))))
    shared = f"Both have: {', '.join(words)}" if words else "No telling words in common"
    first, *ratings = rated_outlet(other.outlet)
    return [
        replace(first, found=((0, len(outlet_name(other.outlet))),)),
        *ratings,
        Line(line(other.title)),
        Line(Content.styled(when, "$quiet")),
        Line(Content.styled(why_together(event, own, other), "$accent")),
        Line(line(shared)),
    ]


def _published(teller: Teller) -> date | None:
    return parse_published(teller.published) if teller.published else None
