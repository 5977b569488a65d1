"""Takes apart what a program writes to its terminal: every sequence has to be one that the reader uses."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from newsreader.links import LinkRefusedError, checked_link

_SEQUENCE: Final = re.compile(
    r"\x1b\](?P<osc>[^\x07\x1b\x9c]*)(?:\x07|\x1b\\)"
    r"|\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|(?P<other>[\x00-\x1f\x7f-\x9f])"
)
_MODES: Final = "1000|1003|1004|1006|1015|1016|1049|2004|2026|2048|25|7"
_CONTROLS: Final = re.compile(rf"[\d;]*m|\d+;\d+H|\?(?:{_MODES})[hl]|\?(?:2026|2048)\$p|>\d+u|<u")
_POINTER: Final = re.compile(r"22;[a-z-]+")
_LINK: Final = re.compile(r"8;(?:id=[0-9-]+)?;(.*)", re.DOTALL)
_COPIED: Final = "52;c;"
_UNSEEN: Final = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC)))
)


def strange_parts(written: bytes, *, may_copy: bool = False) -> list[str]:
    """Everything in `written` that is neither visible text nor a sequence of a form that the reader writes."""
    text = written.decode("utf-8", "backslashreplace")
    found = [repr(char) for char in sorted(_UNSEEN & set(text))]
    for match in _SEQUENCE.finditer(text):
        osc, csi, other = match.group("osc", "csi", "other")
        if osc is not None:
            is_known = _is_known_command(osc, may_copy)
        elif csi is not None:
            is_known = _CONTROLS.fullmatch(csi) is not None
        else:
            is_known = other in "\r\n"
        if not is_known:
            found.append(repr(match.group()))
    rest = _SEQUENCE.sub("", text)
    return found + [repr(char) for char in sorted(set(rest)) if unicodedata.category(char) in ("Cc", "Cs", "Co")]


def _is_known_command(osc: str, may_copy: bool) -> bool:
    link = _LINK.fullmatch(osc)
    if link is not None:
        return not link.group(1) or _is_checked(link.group(1))
    return bool(_POINTER.fullmatch(osc)) or (may_copy and osc.startswith(_COPIED))


def _is_checked(url: str) -> bool:
    try:
        return checked_link(url).url == url
    except LinkRefusedError:
        return False
