"""The bias of an outlet drawn as five slots from left to right. The place says it, the colour only repeats it."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from newsreader.bias import SCALE, SLOTS, Rating
from newsreader.events.coverage import Coverage

_MOST_SHOWN: Final = 9
_MARK: Final = "●"
_EMPTY: Final = "·"
_STYLES: Final = ("$bias-left", "$bias-lean-left", "$bias-center", "$bias-lean-right", "$bias-right")
_SHORT_NAMES: Final = {"mixed": "mixed", "not-rated": "·····"}
_SLOT_LETTERS: Final = ("L", "", "C", "", "R")


def small_gauge(rank: int) -> tuple[str, int | None]:
    """Five characters for the rating of this rank, and which of them is the mark (None: no place)."""
    slot = SCALE[rank].slot
    if slot is None:
        return _SHORT_NAMES[SCALE[rank].id], None
    return _EMPTY * slot + _MARK + _EMPTY * (SLOTS - 1 - slot), slot


def coverage_gauge(coverage: Coverage) -> str:
    """Five characters: how many outlets in each place of the gauge tell an event, 9 for more than nine."""
    return "".join(str(min(count, _MOST_SHOWN)) if count else _EMPTY for count in coverage.counts[:SLOTS])


def apart_from_gauge(coverage: Coverage) -> tuple[str, ...]:
    """How many outlets have no place on the gauge, in words and in few letters: "1 mixed, 2 unrated" and "1m 2?".

    Nothing where each has a place.
    """
    mixed, unrated = coverage.counts[SLOTS:]
    told = [
        (f"{count:,} {word}", f"{count:,}{letter}")
        for count, word, letter in ((mixed, "mixed", "m"), (unrated, "unrated", "?"))
        if count
    ]
    words, letters = zip(*told, strict=True) if told else ((), ())
    return (", ".join(words), " ".join(letters)) if told else ()


def gauge_style(rating: Rating) -> str:
    """The style that goes with a rating's place."""
    return "$quiet" if rating.slot is None else _STYLES[rating.slot]


def small_gauge_content(rating: Rating, *, has_words: bool = True) -> Content:
    """The small gauge, followed by its words; of a rating without a place the words alone, if it is to have any."""
    drawn, slot = small_gauge(rating.rank)
    if slot is None:
        return Content.styled(rating.name if has_words else drawn, "$quiet")
    content = Content.styled(drawn, "$faint").stylize(f"bold {gauge_style(rating)}", slot, slot + 1)
    return Content.assemble(content, " ", (rating.name, f"bold {gauge_style(rating)}")) if has_words else content


def large_gauge(rating: Rating) -> Content:
    """The gauge of the sidebar: a line from left to right with the mark on it, and its words below."""
    if rating.slot is None:
        track = Content.styled("───".join(["┄"] * SLOTS), "$faint")
        return Content("\n").join((track, Content.styled(rating.name, "bold")))
    style = f"bold {gauge_style(rating)}"
    pieces: list[Content] = []
    for slot in range(SLOTS):
        if slot:
            pieces.append(Content.styled("───", "$faint"))
        pieces.append(Content.styled(_MARK, style) if slot == rating.slot else Content.styled("○", "$faint"))
    letters = "   ".join(letter or " " for letter in _SLOT_LETTERS)
    return Content("\n").join(
        (Content("").join(pieces), Content.styled(letters, "$quiet"), Content.styled(rating.name, style))
    )
