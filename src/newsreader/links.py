"""Addresses from outside: which may be opened, and what is shown before one is."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import Final
from urllib.parse import urlsplit, urlunsplit

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
