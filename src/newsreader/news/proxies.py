"""The proxy between here and the web, where the environment names one (`HTTPS_PROXY`, `NO_PROXY`).

A proxy looks hosts up by itself. So what their names lead to is for the proxy to check.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from newsreader.text import clean_line

_SCHEMES: Final = ("https", "http")
_USUAL_PORT: Final = 80


class Proxies(Struct, frozen=True):
    """The address of the proxy for each scheme that has one."""

    addresses: dict[str, str]

    @classmethod
    def of_environment(cls) -> Proxies:
        """Return those that the environment names, or the settings of the system."""
        from urllib.request import getproxies

        found = {scheme: url.strip() for scheme, url in getproxies().items() if scheme in _SCHEMES and url.strip()}
        return cls({scheme: url if "://" in url else f"http://{url}" for scheme, url in found.items()})

    @property
    def places(self) -> set[tuple[str, int]]:
        """Return host and port of each proxy: these may be private, since the user has named them."""
        return {place for url in self.addresses.values() if (place := _place(url)) is not None}

    def for_host(self, scheme: str, host: str, port: int) -> str | None:
        """Return the proxy to ask for a host, None where it is asked itself."""
        proxy = self.addresses.get(scheme)
        if proxy is None:
            return None
        from urllib.request import proxy_bypass

        return None if proxy_bypass(f"{host}:{port}") else proxy

    def shown(self) -> list[str]:
        """Return the proxies for a message, without the credentials in their addresses."""
        return sorted({shown_proxy(url) for url in self.addresses.values()})


def shown_proxy(url: str) -> str:
    """Return the address of a proxy for a message, without the credentials in it."""
    return clean_line(url.partition("://")[2].rpartition("@")[2].rstrip("/"), 100)


def is_supported(url: str) -> bool:
    """Return whether a proxy is one that can be asked: they speak http, for https as well."""
    return url.lower().startswith("http://") and _place(url) is not None


def _place(url: str) -> tuple[str, int] | None:
    try:
        parts: SplitResult = urlsplit(url)
        return (parts.hostname, parts.port or _USUAL_PORT) if parts.hostname else None
    except ValueError:
        return None
