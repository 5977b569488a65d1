"""Which browsers are let in: those that came with a token, each of which lets in one browser once."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

TOKEN: Final = "token"
"""The parameter of the address that lets a browser in."""


class Visitors:
    """The browsers that were let in, by the secrets in their cookies, and the one token that lets in another."""

    def __init__(self) -> None:
        self._token = ""
        self._known: set[str] = set()

    def new_token(self) -> str:
        """Return a token that lets in one browser, once.

        One from before that was not used is worth nothing any more.
        """
        self._token = secrets.token_urlsafe(24)
        return self._token

    def exchange(self, token: str) -> str:
        """Return the secret for the cookie of the browser that came with `token`; "" where that lets nobody in."""
        if not self._token or not _is_same(token, self._token):
            return ""
        self._token = ""
        secret = secrets.token_urlsafe(32)
        self._known.add(secret)
        return secret

    def knows(self, secret: str) -> bool:
        """Return whether a browser with this secret was let in."""
        return sum(_is_same(secret, known) for known in self._known) > 0  # a sum compares with all


def _is_same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())
