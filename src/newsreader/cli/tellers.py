"""Who else tells the event of a story: as text, as comments of a story file, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from newsreader.bias import NOT_RATED
from newsreader.cli.columns import short_id
from newsreader.dates import exact_date
from newsreader.events.others import Others
from newsreader.records import Teller
from newsreader.story import Bias, Outlet, published_text
from newsreader.text import clean_line

_FENCE: Final = "---\n"
"""The line above the front matter of a Markdown file."""

_HEADINGS: Final = ("Also told by", "Related", "Maybe the same")


def tellers_text(others: Others) -> str:
    """Return a heading with a line for each of those who tell the event, and the same for all others."""
    return "\n\n".join("\n".join((heading, *(f"  • {line}" for line in lines))) for heading, lines in _parts(others))


def with_tellers(written: str, others: Others) -> str:
    """Return a Markdown file with the same as comments at its top: it still holds the same story."""
    comments = (f"# {heading}: {line}\n" for heading, lines in _parts(others) for line in lines)
    return written.replace(_FENCE, _FENCE + "".join(comments), 1)


def also_told_by(others: Others) -> list[dict[str, Any]]:
    """Return who tells an event beside a story, as data; `sure` is false for related stories."""
    return [
        {"id": teller.story_id, **_outlet_data(teller.outlet), "sure": is_sure}
        for tellers, is_sure in ((others.told_by, True), (others.related, False))
        for teller in tellers
    ]


def maybe_same_data(others: Others) -> dict[str, Any] | None:
    """Return the story that may be the same as one without a date, as data."""
    teller = others.maybe_same
    return {"id": teller.story_id, **_outlet_data(teller.outlet), "score": _rounded(teller.score)} if teller else None


def teller_data(teller: Teller, words: Sequence[str]) -> dict[str, Any]:
    """Return a teller of an event as data, with the words that it has in common with the story that it is most like."""
    bias = _bias_of(teller.outlet)
    return {
        "id": teller.story_id,
        "title": teller.title,
        **_outlet_data(teller.outlet),
        "source": bias.source or None,
        "as_of": published_text(bias.as_of) or None,
        "published": teller.published or None,
        "sure": teller.is_sure,
        "score": _rounded(teller.score),
        "with": teller.with_id,
        "words": list(words),
    }


def _parts(others: Others) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading with the lines below it, if there are any."""
    maybe = (others.maybe_same,) if others.maybe_same else ()
    for heading, tellers in zip(_HEADINGS, (others.told_by, others.related, maybe), strict=True):
        if tellers:
            yield heading, [_line(teller) for teller in tellers]


def _line(teller: Teller) -> str:
    name = clean_line(_name_of(teller.outlet)) or "no outlet"
    return f"{name} ({_rating(teller.outlet)}), {clean_line(short_id(teller.story_id))}: {clean_line(teller.title)}"


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 3)


def _rating(outlet: Outlet | None) -> str:
    """Return a rating with its source and its date, and what of them is missing."""
    bias = _bias_of(outlet)
    if bias.rating == NOT_RATED:
        return bias.rating.name
    when = exact_date(bias.as_of) if bias.as_of else "date not given"
    return f"{bias.rating.name}, {clean_line(bias.source) or 'source not given'}, {when}"


def _outlet_data(outlet: Outlet | None) -> dict[str, Any]:
    return {"outlet": _name_of(outlet) or None, "rating": _bias_of(outlet).rating.id}


def _name_of(outlet: Outlet | None) -> str:
    return outlet.name or outlet.id if outlet else ""


def _bias_of(outlet: Outlet | None) -> Bias:
    return (outlet.bias if outlet else None) or Bias(NOT_RATED)
