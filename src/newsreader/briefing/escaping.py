"""Text as Markdown, or a page in HTML or XML, shows it exactly: no markup, no link."""

from __future__ import annotations

import re
from typing import Final

from newsreader.links import LinkRefusedError, checked_link
from newsreader.text import clean_line, clean_text

_INLINE: Final = re.compile(r"[\\`*_\[\]#|~$^]|:(?=//)|(?<=www)\.(?=\S)", re.IGNORECASE)
_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_PAGES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_LINE_START: Final = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=:]))")
_IN_TARGET: Final = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", "&": "&amp;"})


def literal(text: str) -> str:
    """Return `text` for HTML or XML, which show it exactly, also within the quotes of an attribute."""
    return clean_text(text).translate(_IN_PAGES)


def escaped(text: str) -> str:
    """Return one line of `text` that Markdown shows exactly: no markup, no HTML, no link."""
    return escaped_line_start(escaped_part(clean_line(text)))


def escaped_part(text: str) -> str:
    """Return clean text, part of a line, that Markdown shows exactly."""
    return _INLINE.sub(r"\\\g<0>", text).translate(_ENTITIES)


def escaped_line_start(line: str) -> str:
    """Return a line, whose parts are escaped, that is no list, rule or definition."""
    return _LINE_START.sub(r"\1\\", line)


def link(words: str, url: str) -> str:
    """Return a link of these `words`, which are Markdown; they and the plain address if it must not be opened."""
    url = clean_line(url)
    try:
        url = checked_link(url).url
    except LinkRefusedError:
        return f"{words}: {escaped(url)}"
    return f"[{words}](<{url.translate(_IN_TARGET)}>)"
