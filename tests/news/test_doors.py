"""Which addresses may be reached: nothing private, in whatever form it is written, unless the config says so."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.news.server import FeedServer
from tests.news.texts import item, rss

from newsreader.config.fetch import FetchSettings, HostSettings
from newsreader.news.doors import DoorClosedError, checked_address, is_public
from newsreader.news.fetcher import Fetcher

_PRIVATE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
]


@st.composite
def private_addresses(draw: st.DrawFn) -> IPv4Address:
    network = ip_network(draw(st.sampled_from(_PRIVATE)))
    return IPv4Address(int(network.network_address) + draw(st.integers(0, network.num_addresses - 1)))


def forms(address: IPv4Address) -> list[str]:
    """The ways in which hosts of addresses are written that systems take for this one."""
    number = int(address)
    first, second, third, fourth = address.packed
    inner = f"{number >> 16:x}:{number & 0xFFFF:x}"
    return [
        str(address),
        str(number),
        hex(number),
        f"0{number:o}",
        f"{first}.{number & 0xFFFFFF}",
        f"{first:#x}.{second:#x}.{third:#x}.{fourth:#x}",
        f"0{first:o}.{second}.{third}.{fourth}",
        f"{address}.",
        f"[::ffff:{address}]",
        f"[2002:{inner}::1]",
        f"[64:ff9b::{inner}]",
        f"[::{inner}]",
    ]


@given(private_addresses(), st.integers(0, 11), st.sampled_from(["http", "https"]))
def test_a_private_address_is_refused_in_every_form(address: IPv4Address, form: int, scheme: str) -> None:
    with pytest.raises(DoorClosedError):
        checked_address(f"{scheme}://{forms(address)[form]}/feed", {})


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "a.localhost", "printer.local", "db.internal", "[::1]", "[::]", "[fe80::1]", "[fc00::1]",
     "[fd12::1]", "[fec0::1]", "[ff02::1]", "[64:ff9b:1::1]", "[2001:db8::1]", "[::ffff:0:7f00:1]", "1.2.3.4.5", "0x"],
)  # fmt: skip
def test_other_private_hosts_are_refused(host: str) -> None:
    with pytest.raises(DoorClosedError):
        checked_address(f"http://{host}/", {})


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:1", "ftp://a.example/", "//a.example", "x", "http://",
                                 "http://a:b@a.example/", "http://a.example:99999/", "gopher://a.example/"])  # fmt: skip
def test_only_plain_web_addresses_are_reached(url: str) -> None:
    with pytest.raises(DoorClosedError):
        checked_address(url, {})


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "[2606:4700::1111]", "127.0.0.1.example.org"])
def test_public_hosts_are_reached(host: str) -> None:
    assert checked_address(f"https://{host}/", {}).port == 443


def test_the_config_opens_one_host_and_port_and_no_other() -> None:
    hosts = {"127.0.0.1:8650": HostSettings(private=True)}
    assert checked_address("http://127.0.0.1:8650/", hosts).settings.private
    for url in ("http://127.0.0.1/", "http://127.0.0.1:8651/", "http://127.0.0.2:8650/", "http://2130706433:8650/"):
        with pytest.raises(DoorClosedError):
            checked_address(url, hosts)


def test_is_public_of_what_is_no_address() -> None:
    assert not is_public("example.org")
    assert is_public("8.8.8.8")


def test_a_name_that_leads_to_a_private_address_is_refused_before_a_packet(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lookup(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    server.serve("/a", rss(item(1)))

    async def ask() -> None:
        async with Fetcher(FetchSettings(host_pause=0)) as fetcher:
            await fetcher.get(f"http://rebind.example:{server.port}/a")

    with pytest.raises(DoorClosedError, match=r"rebind\.example is a private address"):
        asyncio.run(ask())
    assert server.log == []
