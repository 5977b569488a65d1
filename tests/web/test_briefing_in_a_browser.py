"""From a feed to a page for others: fetched, summarized by a model that lies, checked, exported, read in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from tests.news.conftest import Reader
from tests.news.false_model import TEXT, FalseModel
from tests.news.server import FeedServer
from tests.news.texts import item, rss
from tests.web.browser import browser

_WIDER: Final = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
_NAMELESS: Final = "return [...document.querySelectorAll('a')].filter(each => !each.textContent.trim()).length"


@pytest.fixture
def reader(home: dict[str, str], tmp_path: Path, server: FeedServer) -> Reader:
    return Reader(home, tmp_path, server)


def test_a_briefing_of_news_that_came_in_is_read_in_a_browser(
    reader: Reader, server: FeedServer, tmp_path: Path
) -> None:
    told = item(1, title="A boat &amp; a door").replace("took its first boat on Monday.", f"is new. {TEXT}")
    reader.feeds(server.serve("/feed", rss(told, item(2))))
    reader.fetch()
    with reader.config.open("a", encoding="utf-8") as file:
        file.write(FalseModel(server).config("lying"))
    reader.run("summarize", "title:boat")
    page = tmp_path / "briefing.html"
    reader.run("export", "--as", "html", str(page))
    with browser(tmp_path / "profile") as window:
        window.addresses()
        window.open(page.as_uri())
        text = window.run("return document.body.innerText")
        assert "A boat & a door" in text
        assert "not in the text: " in text
        assert "Zebulon Quixote" in text
        assert "Summary and key points were written by an AI (lying)." in text
        assert "Not Rated" in text
        assert window.run("return document.querySelectorAll('script').length") == 0
        assert window.run(_NAMELESS) == 0
        for width in (320, 1280):
            window.ask("goog/cdp/execute", cmd="Emulation.setDeviceMetricsOverride", params=screen(width))
            assert window.run(_WIDER) == 0, f"at {width} pixels nothing is cut off"
        assert {urlsplit(each).scheme for each in window.addresses()} <= {"file", "data"}


def screen(width: int) -> dict[str, object]:
    """A screen of so many pixels, as the browser is told of it."""
    return {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
