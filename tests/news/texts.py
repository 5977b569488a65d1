"""Feeds written for the tests."""

from __future__ import annotations


def item(
    number: int, *, title: str = "", link: str | None = None, guid: str | None = None, date: str = "", more: str = ""
) -> str:
    """One item of RSS."""
    shown = title or f"The harbour opens berth {number}"
    address = f"https://gazette.example/{number}" if link is None else link
    day = date or f"Mon, 02 Mar 2026 09:{number % 60:02d}:00 GMT"
    return (
        f"<item><title>{shown}</title><link>{address}</link>"
        f'<guid isPermaLink="false">{guid or f"berth-{number}"}</guid><pubDate>{day}</pubDate>'
        f"<description>Berth {number} took its first boat on Monday.</description>{more}</item>"
    )


def rss(*items: str, title: str = "Harbour Gazette", link: str = "https://gazette.example/") -> bytes:
    """A feed of these items."""
    head = f"<title>{title}</title><link>{link}</link>"
    body = "".join(items)
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{body}</channel></rss>'.encode()
