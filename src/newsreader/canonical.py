"""The one form of an address, by which two spellings of it are known as one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

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
