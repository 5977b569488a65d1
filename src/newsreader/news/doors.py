"""Which addresses may be reached. Nothing in a library opens a door: what is private is opened by the user's config.

An address is checked before its host is looked up, and what the lookup answers is checked before it is dialled. So
neither a number in an unusual form nor a name that leads to a private address gets through.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from newsreader.config.fetch import HostSettings
from newsreader.errors import NewsreaderError
from newsreader.links import LinkRefusedError, checked_link
from newsreader.text import clean_line

_PORTS: Final = {"http": 80, "https": 443}
_SHARED: Final = tuple(
    ip_network(each) for each in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4")
)
_TRANSLATED: Final = ip_network("64:ff9b::/96")
_ONCE_TRANSLATED: Final = ip_network("::ffff:0:0:0/96")
_LOCAL_TRANSLATED: Final = ip_network("64:ff9b:1::/48")
_SITE_LOCAL: Final = ip_network("fec0::/10")
_COMPATIBLE: Final = ip_network("::/96")
_LOCAL_NAMES: Final = ("localhost", ".localhost", ".local", ".internal", ".home.arpa")


class DoorClosedError(NewsreaderError):
    """Signal an address that is not reached; the text says why, and what would allow it."""


class Address(Struct, frozen=True):
    """An address that may be reached; `host` is in ASCII and lower case, `settings` are the config's for host and port.

    `origin` is scheme, host and port: what credentials belong to.
    """

    url: str
    scheme: str
    host: str
    port: int
    settings: HostSettings

    @property
    def origin(self) -> tuple[str, str, int]:
        """Return what credentials belong to."""
        return self.scheme, self.host, self.port

    @property
    def place(self) -> str:
        """Return host and port as the config names them."""
        return _place(self.host, self.port)


def is_public(text: str) -> bool:
    """Return whether `text` is an IP address of the public internet; what holds another address is judged by both."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        return _is_public_6(address)
    return _is_public_4(address)


def _is_public_4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not any(address in each for each in _SHARED)


def _is_public_6(address: IPv6Address) -> bool:
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and any(address in each for each in (_TRANSLATED, _ONCE_TRANSLATED, _COMPATIBLE)):
        inner = IPv4Address(int(address) & 0xFFFF_FFFF)
    if inner is not None:
        return _is_public_4(inner)
    is_special = address in _LOCAL_TRANSLATED or address in _SITE_LOCAL or address.is_multicast
    return address.is_global and not is_special


def checked_address(url: str, hosts: Mapping[str, HostSettings]) -> Address:
    """Return `url` as something that may be dialled, as far as that can be said before its host is looked up.

    Raises DoorClosedError for everything but plain web addresses, and for private ones that the config does not allow.
    """
    try:
        link = checked_link(url)
        parts = urlsplit(link.url)
        scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".").lower()
        port = parts.port or _PORTS[scheme]
    except LinkRefusedError as error:
        raise DoorClosedError(str(error)) from error
    except ValueError as error:
        raise DoorClosedError("The address is not written as web addresses are.") from error
    settings = settings_for(scheme, host, port, hosts)
    number = _as_number(host)
    is_local = number is not None and not is_public(number)
    is_local = is_local or host == _LOCAL_NAMES[0] or host.endswith(_LOCAL_NAMES[1:])
    if is_local and not settings.private:
        raise closed(host, port)
    return Address(link.url, scheme, host, port, settings)


def settings_for(scheme: str, host: str, port: int, hosts: Mapping[str, HostSettings]) -> HostSettings:
    """Return what the config says of a host and port; a host alone stands for the usual port of `scheme`."""
    found = hosts.get(_place(host, port))
    if found is None and port == _PORTS.get(scheme):
        found = hosts.get(_in_brackets(host), hosts.get(host))
    return found or HostSettings()


def closed(host: str, port: int) -> DoorClosedError:
    """Return the error for a private address, which says how the config allows it."""
    table = f'[fetch.hosts."{clean_line(_place(host, port))}"]'
    return DoorClosedError(
        f"{clean_line(_in_brackets(host))} is a private address, which nothing in a library may reach. "
        f"To allow it, write into the config: {table} and below it: private = true"
    )


def _place(host: str, port: int) -> str:
    return f"{_in_brackets(host)}:{port}"


def _in_brackets(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _as_number(host: str) -> str | None:
    """Return the IP address that `host` is, in any form that systems take for one, or None for a name."""
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    if not host[-1:].isalnum() or not host.rpartition(".")[2][:1].isdigit():
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))  # takes decimal, octal and hexadecimal numbers
    except OSError:
        return "0.0.0.0"  # a name can't end in a number: whatever a resolver makes of it is not to be trusted
