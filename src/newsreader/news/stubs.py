"""Texts that are too little to be summarized: short ones, and the beginnings that paid articles show to everybody."""

from __future__ import annotations

import re
from typing import Final

LEAST_CHARACTERS: Final = 400
"""A text with fewer says itself what a summary of it would say."""

_LONGEST_STUB: Final = 2_000
_END: Final = 400
"""Characters at the end of a text, among which it says that the rest is for subscribers."""

_SAYS_SO = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read)|to (?:continue|keep) reading|"
    r"(?:read|unlock|view) the full (?:article|story)|"
    r"(?:already|are you) a (?:subscriber|member)|(?:for|available to) (?:subscribers|members) only|subscribers only|"
    r"(?:log|sign) in to (?:continue|read)|this (?:article|story|content) is (?:for|reserved for|only for)|"
    r"weiterlesen mit|jetzt (?:abonnieren|weiterlesen)|nur für abonnent|bereits abonnent|"
    r"(?:article )?réservé aux abonnés|il vous reste \d+|déjà abonné|"
    r"(?:contenido )?exclusivo para suscriptores|suscríbete para|riservato agli abbonati|voor abonnees",
    re.IGNORECASE,
)
_BREAKS_OFF = re.compile(r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*\Z")


def fault_of_text(text: str) -> str:
    """Return why `text` is not summarized, as a sentence; "" where it can be."""
    if len(text) < LEAST_CHARACTERS:
        return f"Its text has {len(text):,} characters, and needs {LEAST_CHARACTERS}."
    if len(text) > _LONGEST_STUB:
        return ""
    if _SAYS_SO.search(text[-_END:]):
        return "Its text is only the beginning: the rest is for subscribers."
    if _BREAKS_OFF.search(text):
        return "Its text breaks off: it is only the beginning."
    return ""
