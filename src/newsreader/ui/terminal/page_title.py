"""The title of the page that shows the reader, where it is drawn into a page of a browser."""

from __future__ import annotations

from typing import Any

from textual.app import App

from newsreader.text import clean_title


def show_page_title(app: App[Any], title: str) -> None:
    """Show `title`, "" for that of the program, on the tab of the browser. A terminal keeps the title that it has."""
    show = getattr(app._driver, "show_page_title", None)
    if show is not None:
        show(clean_title(title))
