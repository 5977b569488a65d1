"""Addresses from outside: which may be opened, what is shown before one is, and which are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from msgspec import Struct

from newsreader.errors import NewsreaderError

LONGEST: Final = 2048
"""Characters of the longest address that is opened."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"})
_AMBIGUOUS: Final = frozenset("ßẞς")
"""What older and newer rules for names of hosts make different names of."""
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?|[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)


class LinkRefusedError(NewsreaderError):
    """Signal an address that is not opened; the text says why."""


class Link(Struct, frozen=True):
    """An address that may be opened, and its host in ASCII for showing.

    That host is the one in the address, too.
    """

    url: str
    host: str


def checked_link(url: str) -> Link:
    """Return `url` as something that may be handed to a browser.

    Raises LinkRefusedError for anything but a plain web address.
    """
    if len(url) > LONGEST:
        raise LinkRefusedError(f"The address is longer than {LONGEST:,} characters.")
    if "\\" in url or any(unicodedata.category(char) in _UNSEEN for char in url):
        raise LinkRefusedError("The address holds a space, a backslash or a character that can't be seen.")
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        if _AMBIGUOUS & set(parts.hostname or ""):
            raise LinkRefusedError("The host of the address holds a letter (ß, ς) that is not read alike everywhere.")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError) as error:
        raise LinkRefusedError("The address is not written as web addresses are.") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise LinkRefusedError("Only web addresses (http, https) are opened.")
    if parts.username is not None or parts.password is not None:
        raise LinkRefusedError("The address holds a user name, which can hide where it leads.")
    if not host:
        raise LinkRefusedError("The address names no host.")
    if not _HOST.fullmatch(host):
        raise LinkRefusedError("The host of the address is not written as names of hosts are.")
    shown = (f"[{host}]" if ":" in host else host) + port
    return Link(url if parts.netloc.isascii() else urlunsplit(parts._replace(netloc=shown)), shown)


_HOST_IN_TEXT: Final = r"(?<![\w-])(?:(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}|(?:\d{1,3}\.){3}\d{1,3})(?![\w-])"
_MOST_HOSTS: Final = 20


def leads_elsewhere(link: Link, text: str) -> bool:
    """Return whether `text`, the words of a link, names another host than the link leads to, or very many hosts."""
    host = _bare_host(link.host)
    text = unicodedata.normalize("NFKC", text)  # as some dots are only seen as such
    named = [_ascii_host(match.group()) for match in islice(re.finditer(_HOST_IN_TEXT, text), _MOST_HOSTS + 1)]
    return len(named) > _MOST_HOSTS or any(name != host and not host.endswith(f".{name}") for name in named)


def _ascii_host(host: str) -> str:
    """Return `host` as it is compared; one that is no name of a host stays as it is, and equals none."""
    try:
        return _bare_host(host.encode("idna").decode("ascii"))
    except UnicodeError:
        return host


def _bare_host(host: str) -> str:
    return host.lower().partition(":")[0].removeprefix("www.")


_TRACKING = re.compile(r"^(utm_.*|fbclid|gclid|mc_[ce]id|igshid|cmpid|ocid|smid|xtor|ref_src)$", re.IGNORECASE)
_MAYBE_TRACKING: Final = ("ref", "src")
_TELLS_PAGE = re.compile(r"\d{3}|[^/]-[^/]*-|\.html?/?$", re.IGNORECASE)
"""In a path that leads to one page, not to a part of a site: a number, words of a headline, or a document."""


@lru_cache(maxsize=16)
def canonical_url(url: str) -> str:
    """Return `url` brought to one form, so that two spellings of one address compare equal.

    The scheme, a leading `www.` or `m.`, tracking parameters, the fragment, a default port and a trailing slash are
    dropped. The host is in lower case, and the other parameters are sorted. A fragment stays if it names a page of a
    web application (`#/…`, `#!…`). `ref` and `src` stay where nothing else distinguishes two pages. An address that
    cannot be taken apart is only stripped.
    """
    try:
        parts = urlsplit(url.strip())
        host = re.sub(r"^(?:www|m|amp)\.", "", (parts.hostname or "").casefold())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0])]
        telling = [pair for pair in pairs if pair[0].lower() not in _MAYBE_TRACKING]
        route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
        query = urlencode(sorted(telling if telling or route or _TELLS_PAGE.search(parts.path) else pairs))
    except ValueError:
        return url.strip()
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~", errors="surrogateescape")
    return f"{host}{port}{path.rstrip('/')}{'?' + query if query else ''}{'#' + route if route.strip('/!') else ''}"
