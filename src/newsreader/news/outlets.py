"""Who tells what comes in: an outlet of the registry, or a new one, which is added to it without a rating."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from newsreader.atomic_file import FileChangedError, replace_file
from newsreader.errors import NewsreaderError
from newsreader.formats.yaml.rating import with_outlets
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


class KnownOutlets:
    """The outlets of a registry, by the domains of their websites and by their names."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_host: dict[str, list[tuple[str, Outlet]]] = {}
        self._by_id: dict[str, Outlet] = {}
        self._registry: Registry | None = None
        for outlet in outlets:
            self.add(outlet)

    def add(self, outlet: Outlet) -> None:
        """Know one more outlet."""
        if not outlet.id:
            return
        self._by_id.setdefault(outlet.id, outlet)
        self._registry = None
        if outlet.website and (place := _place(outlet.website)):
            self._by_host.setdefault(place[0], []).append((place[1], outlet))

    def with_id(self, outlet_id: str) -> Outlet | None:
        """Return the outlet with this id, None where there is none."""
        return self._by_id.get(outlet_id)

    def of(self, url: str, name: str) -> Outlet | None:
        """Return the outlet whose website `url` lies on, else the one that is called `name`, else None.

        Of several the one with the longest domain and path is meant. On a host where many publish the path has to fit.
        """
        place = _place(url)
        return (self._at(*place) if place else None) or self._called(name)

    def _at(self, host: str, path: str) -> Outlet | None:
        domain = host
        while domain:
            fitting = [
                (_rank(of, path), outlet)
                for of, outlet in self._by_host.get(domain, ())
                if domain not in _HOSTS_OF_OTHERS or _rank(of, path)
            ]
            if fitting:
                return max(fitting, key=lambda each: each[0])[1]
            domain = domain.partition(".")[2]
        return None

    def _called(self, name: str) -> Outlet | None:
        if not name:
            return None
        if self._registry is None:
            self._registry = Registry(list(self._by_id.values()))
        return self._by_id.get(self._registry.resolve(Outlet(name=name)).outlet.id)

    def new(self, url: str, name: str) -> Outlet | None:
        """Return an outlet that is not known yet: with the host of `url` as its website, and no rating.

        None where there is neither a name nor a host of its own.
        """
        place = _place(url)
        host = place[0] if place and not _is_of_others(place[0]) else ""
        name = clean_line(name, _NAME_LIMIT) or host
        if not name:
            return None
        return Outlet(id=_free_id(name, self._by_id), name=name, website=_website(url) if host else "")


def append_outlets(library: Path, outlets: Sequence[Outlet]) -> None:
    """Add `outlets` at the end of the registry of the library, of which all else stays as it is.

    Raises NewsreaderError where that can't be done; the file then is as it was.
    """
    path = library / REGISTRY.decode()
    try:
        before = _content(path)
        replace_file(path, with_outlets(before or b"", outlets), before)
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


def _rank(website_path: str, path: str) -> int:
    """Return how many characters of a website's path lead to `path` as well, 0 where it is another path."""
    is_below = path == website_path or path.startswith(f"{website_path}/")
    return len(website_path) if is_below else 0


def _is_of_others(host: str) -> bool:
    return any(host == other or host.endswith(f".{other}") for other in _HOSTS_OF_OTHERS)


def _website(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{checked_link(url).host}"


def _free_id(name: str, taken: Container[str]) -> str:
    base = slug(name)[:_ID_LIMIT].strip("-") or "outlet"
    return next(each for number in count(1) if (each := base if number == 1 else f"{base}-{number}") not in taken)
