"""Find out what the source of a story does not have, while the story is prepared for the index."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from newsreader.kept_sources import kept_source
from newsreader.sentences import sentences
from newsreader.story import OWN_PROMPT, Story
from newsreader.unsupported import Unsupported, things_listed

_ADDRESS = re.compile(r"\]\([^)\s]*\)?|<?\bhttps?://\S+")
_DEFINITION = re.compile(r"\[[^\]]*\]:")
_MOST_SENTENCES: Final = 2_000
"""How many sentences of a story are checked."""

_MOST_CHARACTERS: Final = 200_000
"""Characters of a summary that are looked at; the sentence that goes on behind them is not."""

_LARGEST_SOURCE: Final = 1_000_000
"""Characters of a source; with a longer one nothing is compared, as it takes a second for each million."""

_MADE_BY_MODEL: Final = "model"


def unsupported_of(story: Story, library: Path | None) -> tuple[Unsupported, ...]:
    """Return the sentences of `story` with what its kept source does not have.

    A source is looked for only where the story names one. Where none is kept, or one that takes long to be read, what
    the story itself says of it counts.
    None for the `library` stands for one that keeps none.
    """
    if story.origin is None or not (story.origin.text or story.origin.unsupported):
        return ()
    source = kept_source(library, story.origin.text) if library is not None else None
    if source is not None and len(source) <= _LARGEST_SOURCE:
        return unsupported_by(story, source)
    return _as_stated(story) if story.origin.unsupported else ()


def unsupported_by(story: Story, source: str) -> tuple[Unsupported, ...]:
    """Return the sentences of `story` with what its `source` does not have."""
    if len(source) > _LARGEST_SOURCE:
        return ()
    told = [sentence for sentence in _sentences(story) if not _stands_in(sentence, source)]
    if not told:  # an extract has the sentences of its source
        return ()
    from newsreader.claims import source_of, unsupported  # most stories have no source

    is_title_told = _has_title_of_model(story)
    published = story.published.date() if isinstance(story.published, datetime) else story.published
    prepared = source_of(
        source, title="" if is_title_told else story.title, published=published, language=story.language
    )
    return _found(told, unsupported([_without_addresses(sentence) for sentence in told], prepared))


def _stands_in(sentence: str, source: str) -> bool:
    """Return whether a sentence stands in `source` as it is, and not within longer words or numbers."""
    start = source.find(sentence)
    if start < 0:
        return False
    end = start + len(sentence)
    return not (source[max(0, start - 1) : start].isalnum() or source[end : end + 1].isalnum())


def _as_stated(story: Story) -> tuple[Unsupported, ...]:
    """Return the sentences that have what the origin says that the text did not have."""
    from newsreader.claims import claims_of

    assert story.origin is not None
    stated = things_listed(story.origin.unsupported)
    told = _sentences(story)
    claims = [claims_of(_without_addresses(sentence), story.language) for sentence in told]
    return _found(told, [tuple(thing for thing in stated if thing in of_sentence) for of_sentence in claims])


def _sentences(story: Story) -> list[str]:
    title = sentences(story.title) if _has_title_of_model(story) else []
    told = sentences(story.summary[:_MOST_CHARACTERS])
    if len(story.summary) > _MOST_CHARACTERS:
        del told[-1:]
    points = (sentence for point in story.key_points[:_MOST_SENTENCES] for sentence in sentences(point))
    return [*title, *told, *islice(points, _MOST_SENTENCES)][:_MOST_SENTENCES]


def _has_title_of_model(story: Story) -> bool:
    """Return whether a model wrote the title: this program's own prompts ask for none."""
    origin = story.origin
    return origin is not None and origin.made == _MADE_BY_MODEL and not origin.prompt.startswith(OWN_PROMPT)


def _without_addresses(sentence: str) -> str:
    """Return a sentence without addresses, whose numbers it does not tell; nothing of a link that is only defined."""
    return "" if _DEFINITION.match(sentence) else _ADDRESS.sub(" ", sentence)


def _found(told: Sequence[str], things: Sequence[tuple[str, ...]]) -> tuple[Unsupported, ...]:
    return tuple(Unsupported(sentence, of_it) for sentence, of_it in zip(told, things, strict=True) if of_it)
