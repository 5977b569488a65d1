"""The libraries that news comes in with. They are an extra that most users need not install."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from newsreader.errors import UsageError

_LIBRARIES: Final = (
    "aiohttp",
    "fastfeedparser",
    "html_to_markdown",
    "listparser",
    "lxml_html_clean",
    "trafilatura",
    "webvtt",
)


def require_extra() -> None:
    """Raise UsageError, which says how to install them, unless the libraries are there."""
    if any(find_spec(name) is None for name in _LIBRARIES):
        raise UsageError("This needs libraries that are not installed. Install them: pip install 'newsreader[news]'")
