"""Stories as the elements of a page: the same for a web page, which is HTML, and for a book, which is XHTML.

All text is escaped, and links are only to addresses that may be opened. Each story says its language and direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsreader.bias import SLOTS
from newsreader.briefing.body import anchor, body_of
from newsreader.briefing.briefing import (
    CAVEAT,
    Part,
    Told,
    also_told_by,
    day_text,
    name_of,
    original_of,
    rating_text,
    told_by,
)
from newsreader.briefing.escaping import literal
from newsreader.links import checked_link
from newsreader.story import Outlet, Story, ai_sentence
from newsreader.text import clean_line, clean_text, clean_title

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")
"""A language tag as nearly all are, RFC 5646: language, script, region."""

_FROM_RIGHT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
_RIGHT_SCRIPTS: Final = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo"})


def part_markup(part: Part, *, is_xml: bool = False) -> Iterator[str]:
    """Yield the lines of an event with its stories, or of a story that stands alone."""
    if not part.title:
        yield from _article(part.stories[0], "h2", part, is_xml=is_xml)
        return
    yield '<section class="event">'
    yield f'<h2 dir="auto">{literal(clean_title(part.title))}</h2>'
    yield from (f'<p class="told">{literal(line)}</p>' for line in (told_by(part), *also_told_by(part)))
    for told in part.stories:
        yield from _article(told, "h3", None, is_xml=is_xml)
    yield "</section>"


def caveat_markup() -> str:
    """Return what is said once of all ratings."""
    return f"<p>{literal(CAVEAT)}</p>"


def _article(told: Told, heading: str, alone: Part | None, *, is_xml: bool) -> Iterator[str]:
    story = told.story
    spoken = _spoken(story.language, is_xml=is_xml)
    yield f'<article{_class(alone)} dir="{_direction(story.language)}">'
    yield f"<{heading}{spoken}>{_dimmed(literal(clean_title(story.title)), told)}</{heading}>"
    if meta := _meta(story):
        yield f'<p class="meta" dir="ltr">{meta}</p>'
    if alone:
        yield from (f'<p class="told" dir="ltr">{literal(line)}</p>' for line in also_told_by(alone))
    body = body_of(told, int(heading[1]))
    if body.summary:
        yield f"<div{spoken}>{_dimmed(''.join(body.summary), told)}</div>"
    if body.points:
        below = f"h{int(heading[1]) + 1}"
        yield f'<{below} class="points">Key points</{below}>'
        yield f"<ul{spoken}>{''.join(f'<li>{_dimmed(point, told)}</li>' for point in body.points)}</ul>"
    if original := _original(story):
        yield f'<p class="source" dir="ltr">{original}</p>'
    if disclosure := ai_sentence(story):
        yield f'<p class="ai" dir="ltr">{literal(disclosure)}</p>'
    yield from _marks(told)
    yield "</article>"


def _dimmed(markup: str, told: Told) -> str:
    """Return elements in which what the source does not have is less prominent; no attribute has such words."""
    if not told.notes:
        return markup
    notes = sorted(map(literal, told.notes), key=len, reverse=True)  # the longest first: others may begin like it
    return re.sub("|".join(map(re.escape, notes)), r'<span class="unsupported">\g<0></span>', markup)


def _class(alone: Part | None) -> str:
    return ' class="alone"' if alone else ""


def _meta(story: Story) -> str:
    """Return who tells a story, the rating with its source and date, and the day."""
    day = f"<time>{literal(day_text(story))}</time>" if story.published else ""
    if story.outlet is None:
        return day
    parts = (
        f"<b><bdi>{literal(name_of(story.outlet))}</bdi></b>",
        _gauge(story.outlet) + literal(rating_text(story.outlet)),
        day,
    )
    return " · ".join(filter(None, parts))


def _gauge(outlet: Outlet) -> str:
    """Return the place of a rating between left and right as five slots; the rating stands beside it in words."""
    slot = outlet.rating.slot
    if slot is None:
        return ""
    slots = "".join("●" if each == slot else "○" for each in range(SLOTS))
    return f'<span class="gauge" dir="ltr" aria-hidden="true">{slots}</span> '


def _original(story: Story) -> str:
    words, url = original_of(story)
    if not url:
        return literal(words)
    link = checked_link(url)
    return f'{anchor(literal(words), link)} <span class="host">({literal(link.host)})</span>'


def _marks(told: Told) -> Iterator[str]:
    marks = told.marks
    if marks.tags:
        yield f'<p class="marks">Tags: {literal(", ".join(map(clean_line, marks.tags)))}</p>'
    if marks.note.strip():
        yield f'<blockquote class="note"><p dir="auto">{literal(clean_text(marks.note).strip())}</p></blockquote>'


def _spoken(language: str, *, is_xml: bool) -> str:
    """Return the attributes that name a language, where it is one."""
    if not _TAG.fullmatch(language):
        return ' dir="auto"'
    return f' lang="{language}" xml:lang="{language}"' if is_xml else f' lang="{language}"'


def _direction(language: str) -> str:
    if not _TAG.fullmatch(language):
        return "auto"
    first, *others = language.lower().split("-")
    is_from_right = first in _FROM_RIGHT if not _RIGHT_SCRIPTS.intersection(others) else True
    return "rtl" if is_from_right and "latn" not in others else "ltr"
