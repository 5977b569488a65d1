"""The names of what can be imported, which the command line knows without reading any file."""

from __future__ import annotations

from typing import Final

FORMS: Final = ("opml", "newsboat", "bookmarks", "jsonl", "readwise", "raindrop", "wallabag", "miniflux")
