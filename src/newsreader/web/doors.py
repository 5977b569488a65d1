"""Who may come in: a page of somebody else must not drive a reader that the user's browser can reach."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from msgspec import Struct


class Doors(Struct, frozen=True):
    """The names under which the reader is served: that of `host` and that of `public_url`, if there is one.

    The owner of a name can point it at this machine (DNS rebinding), so such a name is none of them. A bare IP address
    can't be pointed anywhere.
    """

    host: str
    public_url: str = ""

    def is_own_host(self, host: str) -> bool:
        """Return whether a request for `host`, a name or an IP address with or without a port, means this server."""
        name = _name_of(f"//{host}")
        own = {"localhost", self.host.casefold(), _name_of(self.public_url)}
        return bool(name) and (name in own or _is_address(name))

    def is_own_page(self, origin: str, host: str) -> bool:
        """Return whether the page at `origin` came from here, for a request to `host`."""
        return origin in {f"http://{host}", f"https://{host}", _origin_of(self.public_url)} - {""}


def is_loopback(host: str) -> bool:
    """Return whether `host` can be reached from this machine only."""
    return host.casefold() == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def _name_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
