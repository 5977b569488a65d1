"""Mails, such as newsletters, and pages that a browser saved in the form of one (MHTML)."""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from html import unescape
from itertools import islice
from typing import Final

from newsreader.formats.blocks import tidy
from newsreader.formats.values import is_web_address
from newsreader.news.html import to_text
from newsreader.news.material import Material, UnreadableError, past, plain_text
from newsreader.news.needed import require_extra
from newsreader.news.pages import read_page
from newsreader.text import clean_line

_MOST_PARTS: Final = 1_000
"""Parts of a message: more of them are no mail, and each costs memory."""

_TOO_LARGE: Final = "The mail is very long; only its beginning was read."
_MOST_LINES: Final = 300_000
_MOST_CHARACTERS: Final = 2_000_000
_LONGEST_MAIL: Final = 5_000_000
"""Bytes that are read: the text stands before pictures and attachments."""

_LONGEST_PART: Final = 2_000_000
_LONGEST_HEADER: Final = 2_000
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
_MOST_HEADERS: Final = 200
_OF_MAIL: Final = frozenset({"from", "to", "subject", "date", "delivered-to", "reply-to", "content-type", "x-mailer"})
_ONLY_OF_MAIL: Final = frozenset(
    {"mime-version", "received", "message-id", "return-path", "dkim-signature", "snapshot-content-location"}
)
_SIGNS_OF_MAIL: Final = _ONLY_OF_MAIL | {"subject", "content-type", "delivered-to", "reply-to", "x-mailer"}
_MAILBOX_LINE = re.compile(r"From \S+ .{10,60}\r?\n")
_WEB_VERSION = re.compile(
    r"<a\s[^<>]{0,1000}?href\s*=\s*[\"'](https?://[^\"'<>\s]{1,2000})[\"'][^<>]{0,1000}>\s*(?:<[^<>]{0,200}>\s*){0,3}"
    r"(?:(?:view|read|open|see)\b[^<]{0,40}\b(?:browser|online|web)\b|im browser|voir en ligne|ver en el navegador)",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"^(?:fwd?|fw|wg|tr|rv)\s*:\s*", re.IGNORECASE)


def is_mail(text: str) -> bool:
    """Return whether `text` begins with the header of a mail or of a page that was saved in that form.

    Two lines of one are enough, but not such as any text may begin with: from, to, and a date.
    """
    box = _MAILBOX_LINE.match(text)
    at = box.end() if box else 0
    names: set[str] = set()
    for _ in range(_MOST_HEADERS):
        found = _HEADER.match(text, at)
        if not found:
            break
        names.add(found[1].lower())
        at = found.end()
    return len(names & (_ONLY_OF_MAIL | _OF_MAIL)) > 1 and bool(names & _SIGNS_OF_MAIL)


def read_mail(data: bytes) -> Material:
    """Return the text of a mail, or the article of a page that was saved as one.

    Raises UnreadableError where there is none, and UsageError where libraries for it are not installed.
    """
    message = _message(data)
    saved_at = clean_line(_header(message, "Snapshot-Content-Location"))
    parts = _parts(message)
    written = [part for part in parts if part.get_content_disposition() != "attachment"]
    pages = [part for part in written if part.get_content_type() == "text/html"]
    is_archive = message.get_content_type() == "multipart/related" and not message["Received"]
    if saved_at or (is_archive and pages and pages[0]["Content-Location"]):
        return _saved_page(pages, saved_at)
    html = _text_of(pages[0]) if pages else ""
    if html:
        require_extra()
    text = to_text(html) if html else _plain_text(written)
    if not text:
        raise UnreadableError("There is no text in this mail.")
    name, address = _sender(message)
    return Material(
        title=_FORWARDED.sub("", clean_line(_header(message, "Subject"))),
        text=text,
        url=_address(message, html),
        kind="article",
        publisher=clean_line(name) or clean_line(address),
        site=_site(address),
        notes=(_TOO_LARGE,) if len(data) > _LONGEST_MAIL and len(parts) == 1 else (),
        published=past(_date(message)),
    )


def _message(data: bytes) -> Message:
    if data.count(b"\n", 0, _LONGEST_MAIL) > _MOST_LINES:
        raise UnreadableError("This mail has more lines than mails have. Open it, copy its text, and paste that.")
    data = data[:_LONGEST_MAIL]
    box = _MAILBOX_LINE.match(data[:200].decode("latin-1"))
    try:
        return message_from_bytes(data[box.end() :] if box else data)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("This mail can't be read: it is not written as mails are.") from error


def _sender(message: Message) -> tuple[str, str]:
    """Return the name and the address of who has written a mail, "" for what can't be read."""
    try:
        return parseaddr(_header(message, "From"))
    except RecursionError:  # comments may lie in each other
        return "", ""


def _parts(message: Message) -> list[Message]:
    try:
        return [part for part in islice(message.walk(), _MOST_PARTS) if not part.is_multipart()]
    except RecursionError as error:
        raise UnreadableError("This mail can't be read: its parts lie too deep in each other.") from error


def _header(message: Message, name: str) -> str:
    """Return a header as it is meant, whatever encodings its words are in."""
    raw = str(message.get(name, ""))[:_LONGEST_HEADER]
    words = []
    try:
        for word, encoding in decode_header(raw):
            words.append(word if isinstance(word, str) else plain_text(word, f"charset={encoding}"))
    except (HeaderParseError, ValueError):
        return raw
    return "".join(words)


def _content(part: Message) -> bytes:
    """Return what a part holds, which may be encoded in a way that nobody knows."""
    written = part.get_payload()
    if isinstance(written, str) and len(written) > _LONGEST_PART:
        part.set_payload(written[:_LONGEST_PART])
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text_of(part: Message) -> str:
    return plain_text(_content(part), str(part.get("Content-Type", "")))


def _plain_text(parts: list[Message]) -> str:
    text = "\n\n".join(_text_of(part) for part in parts if part.get_content_type() == "text/plain")
    return tidy(text[:_MOST_CHARACTERS])


def _saved_page(pages: list[Message], saved_at: str) -> Material:
    """Return the article of a page that was saved with all that belongs to it; the first part is the page itself."""
    if not pages:
        raise UnreadableError("There is no page in this archive.")
    address = saved_at or clean_line(str(pages[0].get("Content-Location", "")))
    url = address if is_web_address(address) else ""
    return read_page(_content(pages[0]), url, str(pages[0].get("Content-Type", "")))


def _address(message: Message, html: str) -> str:
    """Return where the mail can be read in the web: what it says itself, else the link that its own words call so."""
    archived = clean_line(_header(message, "Archived-At")).strip("<>")
    if is_web_address(archived):
        return archived
    found = _WEB_VERSION.search(html[:_MOST_CHARACTERS])
    return unescape(found[1]) if found else ""


def _site(address: str) -> str:
    """Return the website of the domain that a mail was sent from, "" where none is stated."""
    domain = clean_line(address.rpartition("@")[2], 200)
    url = f"https://{domain}"
    return url if domain and is_web_address(url) else ""


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, OverflowError):
        return None
