"""Who tells what comes in: an outlet of the registry, or a new one, which is added to it without a rating."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from newsreader.atomic_file import FileChangedError, replace_file
from newsreader.errors import NewsreaderError
from newsreader.formats.yaml.rating import with_outlet
from newsreader.links import LinkRefusedError, checked_link
from newsreader.outlets import Registry, slug
from newsreader.regular_file import read_regular_file
from newsreader.story import Outlet
from newsreader.sync.files import LARGEST_FILE, REGISTRY
from newsreader.text import clean_line

_HOSTS_OF_OTHERS: Final = (
    "feedburner.com", "feedproxy.google.com", "news.google.com", "youtube.com", "youtu.be", "vimeo.com",
    "dailymotion.com", "substack.com", "medium.com", "blogspot.com", "wordpress.com", "tumblr.com", "github.io",
    "reddit.com", "facebook.com", "twitter.com", "x.com", "t.me", "soundcloud.com", "archive.org", "archive.today",
)  # fmt: skip
"""Hosts on which many publish: such a name says nothing of who tells a story."""

_LEFT_OUT: Final = ("www.", "m.", "amp.")
_NAME_LIMIT: Final = 100
_ID_LIMIT: Final = 60


def outlet_for(outlets: Iterable[Outlet], url: str, name: str) -> Outlet | None:
    """Return the outlet whose website `url` lies on, else the one that is called `name`, else None.

    Of several the one with the longest domain and path is meant. On a host where many publish the path has to fit.
    """
    known = [outlet for outlet in outlets if outlet.id]
    place = _place(url)
    best: tuple[tuple[int, int], Outlet] | None = None
    for outlet in known if place else ():
        rank = _rank(_place(outlet.website), place)
        if rank and (best is None or rank > best[0]):
            best = rank, outlet
    if best:
        return best[1]
    found = Registry(known).resolve(Outlet(name=name)).outlet if name else Outlet()
    return next((outlet for outlet in known if outlet.id == found.id), None)


def new_outlet(outlets: Iterable[Outlet], url: str, name: str) -> Outlet | None:
    """Return an outlet for what none of `outlets` tells: with the host of `url` as its website, and no rating.

    None where there is neither a name nor a host of its own.
    """
    place = _place(url)
    host = place[0] if place and not _is_of_others(place[0]) else ""
    name = clean_line(name, _NAME_LIMIT) or host
    if not name:
        return None
    return Outlet(
        id=_free_id(name, {outlet.id for outlet in outlets}), name=name, website=_website(url) if host else ""
    )


def append_outlet(library: Path, outlet: Outlet) -> None:
    """Add `outlet` at the end of the registry of the library, of which all else stays as it is.

    Raises NewsreaderError where that can't be done; the file then is as it was.
    """
    path = library / REGISTRY.decode()
    try:
        before = _content(path)
        replace_file(path, with_outlet(before or b"", outlet), before)
    except FileChangedError as error:
        raise NewsreaderError(f"{path.name} has changed meanwhile. Nothing was written; try again.") from error
    except OSError as error:
        raise NewsreaderError(f"{path.name} can't be changed: {error.strerror or error}.") from error


def _content(path: Path) -> bytes | None:
    try:
        return read_regular_file(path, LARGEST_FILE, follows_link=False)
    except FileNotFoundError:
        return None


def _place(url: str) -> tuple[str, str] | None:
    """Return the host of `url` in ASCII, without www., and its path; None where it is no web address."""
    try:
        link = checked_link(url)
    except LinkRefusedError:
        return None
    host = link.host.lower().rstrip(".").partition(":")[0]
    for prefix in _LEFT_OUT:
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
            break
    return host, urlsplit(link.url).path.rstrip("/")


def _rank(website: tuple[str, str] | None, place: tuple[str, str] | None) -> tuple[int, int] | None:
    """Return how well a website fits: the lengths of its host and its path; None where it does not."""
    if website is None or place is None:
        return None
    (domain, path), (host, rest) = website, place
    if host != domain and not host.endswith(f".{domain}"):
        return None
    has_path = path != "" and (rest == path or rest.startswith(f"{path}/"))
    if domain in _HOSTS_OF_OTHERS and not has_path:
        return None
    return len(domain), len(path) if has_path else 0


def _is_of_others(host: str) -> bool:
    return any(host == other or host.endswith(f".{other}") for other in _HOSTS_OF_OTHERS)


def _website(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{checked_link(url).host}"


def _free_id(name: str, taken: set[str]) -> str:
    base = slug(name)[:_ID_LIMIT].strip("-") or "outlet"
    numbers = range(2, len(taken) + 3)
    return next(each for each in (base, *(f"{base}-{number}" for number in numbers)) if each not in taken)
