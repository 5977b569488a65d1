"""Feeds and stories written for the tests."""

from __future__ import annotations

STORY_PAGE = """Ferry returns after nine years

The ferry between the towns sails again.

It was away for nine years.

- Repairs cost four million
- Bicycles travel free

Outlet: Harbour Post
Published: 2024-06-18
Read the original article: https://harbour.example/ferry
"""
"""A story as people paste it."""


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
