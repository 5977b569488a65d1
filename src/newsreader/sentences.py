"""Cut a text into its sentences."""

from __future__ import annotations

import re
from typing import Final

from newsreader.folding import tokens

_ENDS: Final = ".!?…。！？"
_WIDE_ENDS: Final = frozenset("。！？")
_CLOSING: Final = "\"'”’»›)]」』）】"
_STOP = re.compile(rf"[{_ENDS}]+[{re.escape(_CLOSING)}]*")
_LONGEST_WORD: Final = 12
"""Characters before a full stop that are looked at: no abbreviation is longer."""
_LAST_WORD = re.compile(rf"[^\s(\[\"'“‘«‹„]{{1,{_LONGEST_WORD}}}\Z")
_SHORTENED = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_NEXT = re.compile(r"\s*(\S?)")

_SHORT: Final = (
    # English
    "mr mrs ms dr prof gen col lt sgt capt sen rep gov pres rev hon jr sr st ave inc ltd co corp vs no nos vol approx "
    "est dept univ assn bros jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun e.g i.e etc "
    # German
    "z.b d.h u.a bzw ca nr str abs hrsg mio mrd usw evtl ggf vgl "
    # French, Spanish, Italian, Portuguese, Dutch
    "mm mme mlle av bd art sr sra srta dra dña ud uds avda pág núm ing dott sig dhr mevr drs dwz bijv "
    # Russian
    "г гг ул т.е т.д т.п им руб тыс млн млрд"
)
_ABBREVIATIONS: Final = frozenset(_SHORT.split())
"""Words whose full stop ends no sentence, in lower case and without it."""


def sentences(text: str) -> list[str]:
    """Return the sentences of `text` in their order, each as it stands there.

    A line break ends a sentence. So does a full stop, a question or exclamation mark, or one of their wide forms, with
    the closing quotes behind it. A full stop behind an abbreviation or a single capital letter does not, nor one inside
    a number or an address.
    """
    return [sentence for line in text.splitlines() for sentence in _of_line(line.strip())]


def word_count(text: str) -> int:
    """Return how many words `text` has; of scripts without spaces two characters count as one."""
    found = tokens(text)
    wide = sum(len(word) == 1 and ord(word) > 0x0E00 for word in found)
    return len(found) - wide + (wide + 1) // 2


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, stop, start):
            found.append(line[start : stop.end()].strip())
            start = stop.end()
    rest = line[start:].strip()
    return [*found, rest] if rest else found


def _ends_sentence(line: str, stop: re.Match[str], start: int) -> bool:
    signs = stop.group()
    if _WIDE_ENDS & set(signs):
        return True
    end = stop.end()
    if end < len(line) and not line[end].isspace():  # 3.5, example.org, U.S
        return False
    found = _NEXT.match(line, end)
    following = found[1] if found else ""
    if following.islower():
        return False
    if not signs.startswith("."):
        return True
    before = _LAST_WORD.search(line[max(start, stop.start() - _LONGEST_WORD) : stop.start()])
    word = before.group() if before else ""
    is_initial = len(word) == 1 and word.isupper()
    is_shortened = following != "" and _SHORTENED.fullmatch(word) is not None
    return not (is_initial or is_shortened or word.lower() in _ABBREVIATIONS)
