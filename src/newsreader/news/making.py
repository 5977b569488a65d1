"""From what was read of a source to a story of the library."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from newsreader.formats.blocks import one_line, tidy
from newsreader.links import LinkRefusedError, checked_link
from newsreader.news.extract import Extract, extract
from newsreader.news.identity import story_id, text_hash
from newsreader.news.material import Material, UnreadableError
from newsreader.sentences import sentences
from newsreader.story import Origin, Original, Outlet, Story
from newsreader.text import clean_line, clean_text, clean_title

_LONGEST_TITLE_MADE: Final = 120
_WIDE_END = re.compile(r"[。！？]['\"”’」』）]?\Z")
_LEAST: Final = 2
"""An extract of fewer sentences says less than the text itself, where that is short."""

_SHORT: Final = 1_500
"""Characters of a text that is short enough to be kept whole."""


def text_of(material: Material) -> str:
    """Return the text of which a story is made."""
    return clean_text(material.text).strip()


def make_story(material: Material, outlet: Outlet | None, *, extracts: bool) -> Story:
    """Return the story that `material` becomes, of `outlet`.

    Its summary and key points are the sentences that say most, if it `extracts` them; else the summary is the whole
    text. Raises UnreadableError where there is no text.
    """
    text = text_of(material)
    if not text:
        raise UnreadableError("There is no text in it.")
    title = clean_title(material.title) or _first_words(text)
    taken = extract(text, title) if extracts else Extract((), ())
    is_enough = len(taken.summary) >= _LEAST or (taken.summary and len(text) > _SHORT)
    summary = tidy(joined(taken.summary) if is_enough else text)
    url = _usable(material.url)
    return Story(
        id=story_id(url or None, "", text_hash(f"{title}\0{text}")),
        id_declared=True,
        title=title,
        summary=summary,
        key_points=tuple(one_line(clean_line(point)) for point in taken.key_points) if is_enough else (),
        outlet=Outlet(id=outlet.id) if outlet else None,
        published=material.published,
        original=Original(url, material.kind) if url or material.kind else None,
        language=material.language,
        origin=Origin(
            fetched=datetime.now(UTC).isoformat(timespec="seconds"),
            made="extract" if is_enough else "import",
            text=text_hash(text),
        ),
    )


def joined(taken: tuple[str, ...]) -> str:
    """Return sentences as one paragraph, with a space between them where the script has spaces."""
    parts = [one_line(clean_line(sentence)) for sentence in taken]
    return "".join(part if _WIDE_END.search(part) else f"{part} " for part in parts).strip()


def _first_words(text: str) -> str:
    first = clean_line((sentences(text[:2_000]) or [text[:2_000]])[0])
    if len(first) <= _LONGEST_TITLE_MADE:
        return clean_title(first.rstrip("."))
    return f"{first[:_LONGEST_TITLE_MADE].rsplit(' ', 1)[0]}…"


def _usable(url: str) -> str:
    """Return `url` if a reader may open it, else ""."""
    try:
        return checked_link(url).url
    except LinkRefusedError:
        return ""
