"""The libraries of the extra `news`, which not everybody installs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from newsreader.errors import UsageError

_LIBRARIES: Final = frozenset(
    {"aiohttp", "fastfeedparser", "html_to_markdown", "listparser", "lxml", "lxml_html_clean", "trafilatura", "webvtt"}
)


class ExtraMissingError(UsageError):
    """Signal that a library of the extra is not installed; the text says how to install it."""


@contextmanager
def needs_extra(what: str) -> Iterator[None]:
    """Turn the lack of a library of the extra into a sentence: `what` ("Reading web pages") needs it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise ExtraMissingError(f"{what} needs more libraries: pip install 'newsreader[news]'") from error
