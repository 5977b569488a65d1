"""Settings of summaries that a model writes: where it is, what it costs, and where its key is found.

The key itself never stands in the config, and no message repeats a value that could be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from newsreader.config.reports import Reports
from newsreader.config.values import number_within, plain_line, switch
from newsreader.links import LinkRefusedError, checked_link
from newsreader.text import clean_line

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAMES_A_KEY: Final = re.compile(r"key|token|secret|password|auth", re.IGNORECASE)
_SOME_SUMMARIZING: Final = 'endpoint = "http://127.0.0.1:11434/v1"'
_PATH: Final = "/chat/completions"
_KEYS: Final = ("key_env", "key_command", "key_file")
_NO_KEY_HERE: Final = "A key never stands in the config."
_KEY_FIX: Final = 'Write key_env = "NAME", key_file = "~/file", or key_command = ["pass", "show", "model"].'
LEAST_CONTEXT: Final = 2_048
MOST_CONTEXT: Final = 2_000_000


class SummarizeSettings(Struct, frozen=True):
    """Which model writes summaries, and whether the texts are kept that summaries are made from.

    `endpoint` is the address below which `/chat/completions` is asked, and `model` the name of the model there. The key
    is in the variable `key_env`, is what `key_command` writes, or stands in the file `key_file`; with none of them
    there is no key. `context` is how many tokens the model takes in at once. `language` is what it writes in, "" for
    the language of the text. `price_in` and `price_out` are for a million tokens, and `ask_above` is the cost above
    which the user is asked. `timeout` are the seconds that one answer may take. With `keep_sources` the text of each
    summary is kept, so that others can check it later.
    """

    endpoint: str = ""
    model: str = ""
    key_env: str = ""
    key_command: tuple[str, ...] = ()
    key_file: str = ""
    context: int = 4096
    language: str = ""
    price_in: float = 0.0
    price_out: float = 0.0
    ask_above: float = 0.5
    timeout: float = 300.0
    keep_sources: bool = True

    @property
    def host(self) -> str:
        """Return host and port of the endpoint as its address has them, without a user: there is none."""
        return urlsplit(self.endpoint).netloc.lower()

    @property
    def is_local(self) -> bool:
        """Return whether the endpoint is on this very machine, so that nothing leaves it."""
        return is_loopback(urlsplit(self.endpoint).hostname or "")


def is_loopback(host: str) -> bool:
    """Return whether `host` names this very machine, in a form that can mean nothing else."""
    from ipaddress import ip_address  # most users have no model

    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def read_summarize(table: object, reports: Reports) -> SummarizeSettings:
    """Return the settings of summaries; what is wrong with one leaves its default."""
    settings = SummarizeSettings()
    if not isinstance(table, dict):
        fix = f"Write [summarize], then {_SOME_SUMMARIZING}"
        reports.of_setting("summarize", '"summarize" has to be a table of settings.', fix)
        return settings
    for name, value in table.items():
        if name not in _READERS and _NAMES_A_KEY.search(name):
            reports.in_table("summarize", name, f'"{clean_line(name)}": {_NO_KEY_HERE}', _KEY_FIX)
            continue
        try:
            settings = replace(settings, **{name: _reader(name)(value)})
        except ValueError as error:
            reports.in_table("summarize", name, f'"{clean_line(name)}" {error}.', "Its default is used.")
    given = [name for name in _KEYS if getattr(settings, name)]
    if len(given) > 1:
        message = f"{' and '.join(given)} both say where the key is."
        reports.in_table("summarize", given[1], message, f"The first counts: leave {given[0]}.")
        settings = replace(settings, **{name: type(getattr(settings, name))() for name in given[1:]})
    return settings


def _reader(name: str) -> Callable[[object], Any]:
    if name not in _READERS:
        raise ValueError(f"is no setting of it: there are {', '.join(_READERS)}")
    return _READERS[name]


def _endpoint(value: object) -> str:
    text = plain_line(value).rstrip("/").removesuffix(_PATH)
    if not text:
        return ""
    try:
        url = checked_link(text).url
        parts = urlsplit(url)
    except LinkRefusedError as error:
        raise ValueError(f"can't be used: {str(error).rstrip('.')}") from error
    if parts.query or parts.fragment:
        raise ValueError(f"has something behind its path. {_NO_KEY_HERE} {_KEY_FIX.rstrip('.')}")
    if parts.scheme.lower() != "https" and not is_loopback(parts.hostname or ""):
        raise ValueError("is neither https nor on this machine, so others could read what is sent")
    return url


def _variable(value: object) -> str:
    text = plain_line(value)
    if text and not _VARIABLE.fullmatch(text):
        raise ValueError(f"has to be the name of a variable of the environment. {_NO_KEY_HERE[:-1]}")
    return text


def _command(value: object) -> tuple[str, ...]:
    """Return the words of a command, which no shell reads."""
    import shlex  # most users have no such command

    try:
        words = shlex.split(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ValueError("has a quote that does not end") from error
    if (
        not isinstance(words, list)
        or not words
        or not all(isinstance(word, str) and "\0" not in word for word in words)
    ):
        raise ValueError('has to be a list of a program and its arguments, such as ["pass", "show", "model"]')
    return tuple(words)


def _context(value: object) -> int:
    if type(value) is not int or not LEAST_CONTEXT <= value <= MOST_CONTEXT:
        raise ValueError(f"has to be a whole number of tokens from {LEAST_CONTEXT} to {MOST_CONTEXT}")
    return value


def _language(value: object) -> str:
    text = plain_line(value)
    if text and not _LANGUAGE.fullmatch(text):
        raise ValueError('has to be the tag of a language, such as "en" or "pt-BR"')
    return text


def _price(value: object) -> float:
    return number_within(value, 0, 10_000)


def _timeout(value: object) -> float:
    return number_within(value, 1, 3600)


_READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "endpoint": _endpoint,
    "model": plain_line,
    "key_env": _variable,
    "key_command": _command,
    "key_file": plain_line,
    "context": _context,
    "language": _language,
    "price_in": _price,
    "price_out": _price,
    "ask_above": _price,
    "timeout": _timeout,
    "keep_sources": switch,
}
"""How the value of each setting is read; a ValueError says what it has to be."""
