"""The key of a model: where the config says that it is found. It is sent to the model's host, and told to nobody."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from newsreader.config.summarize import SummarizeSettings
from newsreader.errors import UsageError
from newsreader.regular_file import read_regular_file

_MOST_BYTES: Final = 16 * 1024
_LONGEST_KEY: Final = 8_000
_SECONDS: Final = 60.0
"""How long the command may take: it may ask for a password in a window of its own."""


class NoKeyError(UsageError):
    """Signal that the key could not be had; the text says why, and nothing of the key."""


class Key:
    """A key. What is written of it for people or logs does not have it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Key(…)"

    @property
    def authorization(self) -> str:
        """Return the header with which the key is sent."""
        return f"Bearer {self._text}"

    def taken_out_of(self, text: str) -> str:
        """Return `text` without the key, which a server may repeat; names of hosts have it in small letters."""
        return re.sub(re.escape(self._text), "…", text, flags=re.IGNORECASE)


def read_key(settings: SummarizeSettings, environment: Mapping[str, str], seconds: float = _SECONDS) -> Key | None:
    """Return the key, None where the settings name none. Raises NoKeyError where it can't be had.

    The command has to end within `seconds`.
    """
    if settings.key_env:
        name = settings.key_env
        return _key(environment.get(name, ""), f"The variable {name} with the model's key", f"Set {name}.")
    if settings.key_file:
        advice = "See key_file in [summarize] of the config."
        return _key(_of_file(settings.key_file, advice), "The file with the model's key", advice)
    if settings.key_command:
        advice = "See key_command in [summarize] of the config."
        return _key(_of_command(settings.key_command, seconds, advice), "What the command for the key writes", advice)
    return None


def _key(text: str, what: str, advice: str) -> Key:
    """Return the key in the first line of `text`."""
    first = text.strip().partition("\n")[0].strip()
    if not first:
        raise NoKeyError(f"{what} is empty. {advice}")
    if not first.isascii() or not first.isprintable() or " " in first or len(first) > _LONGEST_KEY:
        raise NoKeyError(f"{what} is no key. {advice}")
    return Key(first)


def _of_file(name: str, advice: str) -> str:
    try:
        return read_regular_file(Path(os.path.expanduser(name)), _MOST_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError) as error:  # a name can hold a NUL
        reason = getattr(error, "strerror", None) or "it is no file"
        raise NoKeyError(f"The file with the model's key can't be read: {reason}. {advice}") from None


def _of_command(words: tuple[str, ...], seconds: float, advice: str) -> str:
    """Return what the command writes. Nothing of what it says in its errors is repeated."""
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoKeyError(f"The command for the model's key did not end within {seconds:g} seconds. {advice}") from None
    except OSError as error:
        raise NoKeyError(f"The command for the model's key can't be started: {error.strerror}. {advice}") from None
    if done.returncode:
        raise NoKeyError(f"The command for the model's key failed with exit status {done.returncode}. {advice}")
    return done.stdout[:_MOST_BYTES].decode("utf-8", "replace")
