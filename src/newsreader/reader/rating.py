"""Rating an outlet: the one change that the program makes in a library's registry, and only when it is asked to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from newsreader.atomic_file import FileChangedError, replace_file
from newsreader.bias import NOT_RATED
from newsreader.errors import NewsreaderError
from newsreader.formats import parse_outlets
from newsreader.formats.values import UnreadDateError, is_web_address, parse_day
from newsreader.regular_file import read_regular_file
from newsreader.story import Bias, Outlet
from newsreader.sync.files import LARGEST_FILE, REGISTRY
from newsreader.text import clean_line

SOURCE_LIMIT: Final = 100
"""Most characters of the name of a source."""
_NAME: Final = REGISTRY.decode()


class OtherSourceError(NewsreaderError):
    """Signal that an outlet has a rating of another source, `bias`, which is not to be replaced unasked."""

    def __init__(self, outlet: Outlet, bias: Bias) -> None:
        when = f" as of {bias.as_of}" if bias.as_of else ""
        by = clean_line(bias.source) or "a source that is not named"
        super().__init__(f"{clean_line(outlet.name or outlet.id)} is rated {bias.rating.name} by {by}{when}.")
        self.bias = bias


def wrong_source(text: str) -> str:
    """Return what is wrong with the name of a source, "" if nothing is."""
    if not clean_line(text):
        return "A rating needs a source: who says so?"
    return f"A source has at most {SOURCE_LIMIT} characters." if len(clean_line(text)) > SOURCE_LIMIT else ""


def wrong_url(text: str) -> str:
    """Return what is wrong with the address of a source, "" if nothing is, or if there is none."""
    return "" if not text or is_web_address(text) else "The address has to begin with https:// or http://."


def day_of_rating(text: str) -> date | str:
    """Return the day that `text` states, or what is wrong with it."""
    if not text.strip():
        return "A rating needs a date: when did it stand there?"
    try:
        return parse_day(text)
    except UnreadDateError as error:
        return f"This is not a day. {error.fix}"


def rate_outlets(root: Path, ratings: Sequence[tuple[Outlet, Bias]], *, replaces: bool = False) -> None:
    """Write ratings of outlets into the registry of the library at `root`, all or none.

    Raises OtherSourceError where one of them has a rating of another source, unless this one `replaces` it. Raises
    NewsreaderError where they can't be written. The file then stays as it was.
    """
    from newsreader.formats.yaml.rating import with_ratings

    path = root / _NAME
    try:
        before = _content(path)
        data = before or b""
        known = {each.id: each for each in parse_outlets(data, _NAME).outlets}
        for outlet, bias in ratings:
            _require_complete(outlet, bias)
            _require_same_source(known.get(outlet.id), bias, replaces=replaces)
            known[outlet.id] = replace(outlet, bias=bias)
        if ratings:
            replace_file(path, with_ratings(data, ratings), before)
    except FileChangedError as error:
        raise NewsreaderError(f"{_NAME} has changed meanwhile. Nothing was written; try again.") from error
    except OSError as error:
        raise NewsreaderError(f"{_NAME} can't be changed: {error.strerror or error}.") from error


def _content(path: Path) -> bytes | None:
    if path.is_symlink():
        raise OSError(0, "it is a link")
    try:
        return read_regular_file(path, LARGEST_FILE, follows_link=False)
    except FileNotFoundError:
        return None


def _require_complete(outlet: Outlet, bias: Bias) -> None:
    if not bias.source or bias.as_of is None:
        raise NewsreaderError("A rating needs a source and a date.")
    if not outlet.id:
        raise NewsreaderError("This outlet has no id, so outlets.yaml can't name it. Give it one in the story's file.")


def _require_same_source(known: Outlet | None, bias: Bias, *, replaces: bool) -> None:
    there = known.bias if known else None
    if known is None or there is None or replaces or there.source.casefold() == bias.source.casefold():
        return
    if there.rating is not NOT_RATED:
        raise OtherSourceError(known, there)
