"""What a server answers: its body unpacked within bounds, what it says about the next request, and what went wrong."""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from newsreader.config.fetch import MEGABYTE
from newsreader.errors import NewsreaderError
from newsreader.text import clean_line

if TYPE_CHECKING:
    from aiohttp import (
        ClientConnectorCertificateError,
        ClientHttpProxyError,
        ClientProxyConnectionError,
        ClientSSLError,
    )

LONGEST_WAIT: Final = 7 * 86_400
"""Seconds; no server puts a feed off for longer."""

_LONGEST_STORED: Final = 1_000
_MOST_GROWTH: Final = 200
_GROWTH_FROM: Final = MEGABYTE
_GZIP: Final = b"\x1f\x8b"
_PACKINGS: Final = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
"""Those that are named where a server uses them; any other word could be one that it was sent."""

_MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


class FetchFailedError(NewsreaderError):
    """Signal that something could not be had: `cause` is a sentence, `advice` what would help.

    `retry_after` is in seconds, None where the server named no time. `is_gone` says that it will not come back.
    """

    def __init__(
        self,
        cause: str,
        advice: str = "",
        *,
        retry_after: int | None = None,
        is_gone: bool = False,
        is_busy: bool = False,
    ) -> None:
        super().__init__(f"{cause} {advice}".rstrip())
        self.cause = cause
        self.advice = advice
        self.retry_after = retry_after
        self.is_gone = is_gone
        self.is_busy = is_busy


class Answer(Struct, frozen=True):
    """An answer: 200 with `data`, or 304.

    `url` is where it was found. `moved_to` is the address that is to be used from now on, "" for the old one. `is_cut`
    says that the body ends too early. `max_age` is for how many seconds the server says that nothing changes.
    """

    status: int
    url: str
    data: bytes = b""
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    is_cut: bool = False
    max_age: int = 0
    moved_to: str = ""


class Body:
    """The body of an answer, unpacked as it comes. It never grows beyond `most` bytes."""

    def __init__(self, encoding: str, most: int) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            named = f'as "{name}", which' if name in _PACKINGS else "in a way that"
            raise FetchFailedError(f"The answer is packed {named} was not asked for.", "Tell the owner.")
        self._is_deflated = name == "deflate"
        self._unpacker: zlib._Decompress | None = None
        self._is_begun = False
        self._most = most
        self._packed = 0
        self.data = bytearray()
        self.is_cut = False

    def add(self, chunk: bytes) -> None:
        """Take the next part. Raises FetchFailedError where the whole is too large, or can't be unpacked."""
        if not self._is_begun and chunk:
            self._begin(chunk)
        self._packed += len(chunk)
        if self._unpacker is None:
            self.data += chunk
            self._check()
            return
        try:
            self._unpack(chunk)
        except zlib.error as error:
            if not self.data:
                raise FetchFailedError("The answer can't be unpacked.", "Try again later.") from error
            self.is_cut = True

    def finished(self) -> bytes:
        """Return all of it, and note whether it ends too early."""
        if self._unpacker is not None and not self._unpacker.eof:
            self.is_cut = True
        return bytes(self.data)

    def _begin(self, chunk: bytes) -> None:
        """Look at the first bytes: servers pack without saying so, and say so without packing."""
        self._is_begun = True
        if chunk.startswith(_GZIP):
            self._unpacker = zlib.decompressobj(31)
        elif self._is_deflated and chunk[:1] not in (b"<", b"{", b" ", b"\n", b"\xef"):
            is_wrapped = len(chunk) > 1 and chunk[0] & 0x0F == 8 and (chunk[0] << 8 | chunk[1]) % 31 == 0
            self._unpacker = zlib.decompressobj(15 if is_wrapped else -15)

    def _unpack(self, chunk: bytes) -> None:
        assert self._unpacker is not None
        while chunk and not self._unpacker.eof:
            self.data += self._unpacker.decompress(chunk, MEGABYTE)
            chunk = self._unpacker.unconsumed_tail
            self._check()

    def _check(self) -> None:
        if len(self.data) > self._most:
            raise FetchFailedError(
                f"It is larger than {self._most // MEGABYTE} MB.", "The setting is max_size in [fetch]."
            )
        if len(self.data) > _GROWTH_FROM and len(self.data) > self._packed * _MOST_GROWTH:
            raise FetchFailedError("Its packed answer grows out of all proportion.", "Unsubscribe from it.")


def retry_after(text: str | None, now: float | None = None) -> int | None:
    """Return the seconds that a server wants to be left alone, at most a week; None where it does not say."""
    text = (text or "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(int(text[:12]), LONGEST_WAIT)
    try:
        seconds = parsedate_to_datetime(text).timestamp() - (time() if now is None else now)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return int(min(max(seconds, 0), LONGEST_WAIT))


def max_age(cache_control: str) -> int:
    """Return for how many seconds a server says that nothing changes, 0 where it does not say."""
    found = _MAX_AGE.search(cache_control[:500])
    return int(found[1]) if found else 0


def storable_header(value: str) -> str:
    """Return a header to send again with the next request, "" for one that is too long or not plain."""
    is_plain = value.isascii() and value.isprintable() and len(value) <= _LONGEST_STORED
    return value if is_plain else ""


def fault_of_status(status: int, headers: Mapping[str, str], wait: int | None, place: str) -> FetchFailedError:
    """Return what an answer other than 200 means, and what would help."""
    if status == 410:
        return FetchFailedError("It is gone for good (410).", "Unsubscribe from it.", is_gone=True)
    if status == 404:
        return FetchFailedError("There is nothing at its address (404).", "Look for its address on its website.")
    if status == 401:
        advice = f'Put auth = "env:NAME" into the config below [fetch.hosts."{place}"].'
        return FetchFailedError("It needs a name and a password (401).", advice)
    if status == 403 and (headers.get("cf-mitigated") or "cloudflare" in headers.get("Server", "").lower()):
        advice = "Ask its owner to let feed readers through."
        return FetchFailedError("Its server lets only browsers in (403, a browser check).", advice)
    if status == 403:
        return FetchFailedError("Its server refuses to give it (403).", "See whether it opens in a browser.")
    if status in (429, 503):
        what = "was asked too often" if status == 429 else "is not available now"
        advice = "It is left alone until then." if wait is not None else "It is tried again later."
        return FetchFailedError(f"Its server {what} ({status}).", advice, retry_after=wait, is_busy=True)
    if status >= 500:
        return FetchFailedError(f"Its server has a fault ({status}).", "It is tried again later.", retry_after=wait)
    return FetchFailedError(f"Its server answers with status {status}.", "See whether it opens in a browser.")


def explained(error: BaseException, seconds: float) -> FetchFailedError:
    """Return what a failed connection means to a user, and what would help."""
    from aiohttp import (
        ClientConnectorCertificateError,
        ClientConnectorDNSError,
        ClientConnectorError,
        ClientHttpProxyError,
        ClientOSError,
        ClientPayloadError,
        ClientProxyConnectionError,
        ClientSSLError,
        ServerDisconnectedError,
        ServerTimeoutError,
    )

    if isinstance(error, ClientProxyConnectionError | ClientHttpProxyError):
        return _fault_of_proxy(error)
    if isinstance(error, ClientConnectorCertificateError | ClientSSLError):
        return _fault_of_certificate(error)
    if isinstance(error, ClientConnectorDNSError):
        return FetchFailedError("Its host is not known.", "Check the address, and your connection.")
    if isinstance(error, TimeoutError | ServerTimeoutError):
        return FetchFailedError(f"There was no whole answer within {seconds:g} seconds.", "It is tried again later.")
    if isinstance(error, ClientConnectorError):
        reason = clean_line(error.os_error.strerror or str(error.os_error), 200)
        return FetchFailedError(f"Its host can't be reached: {reason}.", "Check your connection.")
    if isinstance(error, ClientOSError | ServerDisconnectedError):
        return FetchFailedError("The connection broke off.", "It is tried again later.")
    if isinstance(error, ClientPayloadError):
        return FetchFailedError("The answer ends too early.", "It is tried again later.")
    return FetchFailedError(
        f"Its server does not answer as web servers do ({type(error).__name__}).", "It is tried again later."
    )


def _fault_of_certificate(error: ClientConnectorCertificateError | ClientSSLError) -> FetchFailedError:
    cause = error.os_error
    if not isinstance(cause, ssl.SSLCertVerificationError):
        reason = clean_line(str(getattr(cause, "reason", "") or cause).replace("_", " ").lower(), 200)
        return FetchFailedError(f"Its server does not speak https as it should ({reason}).", "Check its address.")
    why = clean_line(cause.verify_message or str(cause), 200).rstrip(".")
    return FetchFailedError(
        f"Its certificate is not valid: {why}.",
        "Its owner has to renew it. A certificate of your own goes into ca_file in the config.",
    )


def _fault_of_proxy(error: ClientProxyConnectionError | ClientHttpProxyError) -> FetchFailedError:
    status = getattr(error, "status", None)
    if status is not None:
        return FetchFailedError(f"The proxy refuses to connect to it ({status}).", "Check HTTPS_PROXY and NO_PROXY.")
    reason = clean_line(error.strerror or str(error), 200) if isinstance(error, OSError) else ""
    return FetchFailedError(f"The proxy can't be reached: {reason}.", "Check HTTPS_PROXY and NO_PROXY.")
