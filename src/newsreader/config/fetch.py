"""Settings of what is fetched: how fast, how much, and what is allowed by host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.config.reports import Reports
from newsreader.config.values import number_within, switch
from newsreader.text import clean_line

_HOST: Final = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
_VARIABLE: Final = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*")
MEGABYTE: Final = 1024 * 1024
_SOME_FETCHING: Final = "workers = 16"


class HostSettings(Struct, frozen=True):
    """What the user allows and gives to one host and port.

    `private` lets it be a private address. `auth` names the variable of the environment with the credentials, as
    "env:NAME". `ca_file` is a file of certificates that are trusted beside the system's, `user_agent` what the program
    calls itself there.
    """

    private: bool = False
    auth: str = ""
    ca_file: str = ""
    user_agent: str = ""


class FetchSettings(Struct, frozen=True):
    """How feeds and pages are fetched.

    `workers` is how many answers are awaited at once. `host_pause` are the seconds between two requests to one host,
    `timeout` those that one answer may take in all. `max_size` is the most bytes of one. `on_start` says whether the
    reader fetches what is due when it starts. `hosts` is what is allowed by host.
    """

    workers: int = 16
    host_pause: float = 1.0
    timeout: float = 45.0
    max_size: int = 16 * MEGABYTE
    on_start: bool = False
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)


def read_fetch(table: object, reports: Reports) -> FetchSettings:
    """Return the settings of fetching; what is wrong with one leaves its default."""
    settings = FetchSettings()
    if not isinstance(table, dict):
        fix = f"Write [fetch], then {_SOME_FETCHING}"
        reports.of_setting("fetch", '"fetch" has to be a table of settings.', fix)
        return settings
    for name, value in table.items():
        try:
            settings = _with_fetch_setting(settings, name, value, reports)
        except ValueError as error:
            reports.in_table("fetch", name, f'"{clean_line(name)}" {error}.', "Its default is used.")
    return settings


def _with_fetch_setting(settings: FetchSettings, name: str, value: object, reports: Reports) -> FetchSettings:
    match name:
        case "workers":
            return replace(settings, workers=int(number_within(value, 1, 64)))
        case "host_pause":
            return replace(settings, host_pause=number_within(value, 0, 3600))
        case "timeout":
            return replace(settings, timeout=number_within(value, 1, 600))
        case "max_size":
            return replace(settings, max_size=_read_size(value))
        case "on_start":
            return replace(settings, on_start=switch(value))
        case "hosts":
            return replace(settings, hosts=_read_hosts(value, reports))
    raise ValueError("is no setting of it: there are workers, host_pause, timeout, max_size, on_start and hosts")


def _read_hosts(table: object, reports: Reports) -> dict[str, HostSettings]:
    if not isinstance(table, dict):
        raise ValueError('has to be tables by host, such as [fetch.hosts."127.0.0.1:8650"]')
    hosts: dict[str, HostSettings] = {}
    for name, value in table.items():
        try:
            hosts[name.lower()] = _read_host(name, value)
        except ValueError as error:
            fix = 'Write [fetch.hosts."127.0.0.1:8650"], then private = true'
            reports.of_setting("fetch", f'The host "{clean_line(name)}" {error}.', fix)
    return hosts


def _read_size(value: object) -> int:
    """Return a number of bytes, written as one or as "16MB". Raises ValueError, whose text says what it has to be."""
    found = re.fullmatch(r"(\d{1,4}) ?MB", value) if isinstance(value, str) else None
    size = int(found[1]) * MEGABYTE if found else value
    if type(size) is not int or not MEGABYTE <= size <= 64 * MEGABYTE:
        raise ValueError('has to be a size from "1MB" to "64MB"')
    return size


def _read_host(name: str, value: object) -> HostSettings:
    """Return the settings of a host. Raises ValueError, whose text says what is wrong."""
    if not _HOST.fullmatch(name):
        raise ValueError('is not a host with a port, such as "127.0.0.1:8650"')
    if not isinstance(value, dict):
        raise ValueError("has to be a table with private, auth, ca_file or user_agent")
    for key, each in value.items():
        if key == "private":
            if not isinstance(each, bool):
                raise ValueError('has a value of "private" that is neither true nor false')
        elif key not in ("auth", "ca_file", "user_agent"):
            raise ValueError(f'has no setting "{key}": there are private, auth, ca_file and user_agent')
        elif not isinstance(each, str) or not each.isprintable():
            raise ValueError(f'has a value of "{key}" that is no text in quotes')
    auth = value.get("auth", "")
    if auth and not _VARIABLE.fullmatch(auth):
        raise ValueError('names its credentials in another way than "env:NAME": they never stand in the config')
    return HostSettings(**value)
