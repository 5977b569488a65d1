"""The texts that the summaries of fetched stories are taken from are kept, where the user wants that."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from tests.news.texts import item, rss

from newsreader.formats import parse
from newsreader.kept_sources import kept_source
from newsreader.news.feed_store import FeedStore
from newsreader.news.intake import Intake, Taken
from newsreader.news.subscriptions import Subscription
from newsreader.story import Origin

_NOW: Final = datetime(2026, 3, 3, tzinfo=UTC)
_SENTENCES: Final = (
    "The ferry between the two towns sails again from Monday, the harbour office said in a short note to the press.",
    "Repairs to the old pier cost four million crowns and took three summers of work by local builders.",
    "The ferry will sail six times a day until October, and twice a day in the winter that follows.",
    "Bicycles travel free, and those who live on the outer islands pay half of the fare for all crossings.",
    "Nine years ago the last boat was sold, after a storm had broken the pier in two on a Sunday.",
    "Critics say that the new pier is too low for the storms that come every few years to the coast.",
    "The mayor hopes for more guests in spring, and for fewer cars on the long road around the bay.",
    "A school class from the islands was the first group on board when the boat was shown to the public.",
)
_TEXT: Final = " ".join(_SENTENCES)


def _taken(place: Path, text: str, *, summarize: str = "extract", keeps_sources: bool = True) -> tuple[Taken, Origin]:
    library = place / "library"
    library.mkdir(exist_ok=True)
    feed = rss(
        item(1)
        .replace("<description>", f"<description><![CDATA[<p>{text}</p>]]></description><x>")
        .replace("</description></item>", "</x></item>")
    )
    subscription = Subscription("https://gazette.example/feed", summarize=summarize)
    with closing(FeedStore.open(place / "feeds.db")) as store:
        intake = Intake(library, store, (), set(), _NOW, is_dry=False, keeps_sources=keeps_sources)
        taken = intake.take(feed, subscription.url, "", subscription)
        intake.finish()
    (file,) = (library / "news").rglob("*.yaml")
    origin = parse(file.read_bytes(), file.name).stories[0].story.origin
    assert origin is not None
    return taken, origin


def test_the_text_of_an_extract_is_kept(tmp_path: Path) -> None:
    taken, origin = _taken(tmp_path, _TEXT)
    assert (taken.new, origin.made) == (1, "extract")
    assert kept_source(tmp_path / "library", origin.text) == _TEXT


def test_the_text_of_an_item_that_changes_is_kept_too(tmp_path: Path) -> None:
    _, before = _taken(tmp_path, _TEXT)
    taken, after = _taken(tmp_path, f"{_TEXT} It rained.")
    assert taken.updated == 1
    assert before.text != after.text
    assert kept_source(tmp_path / "library", after.text) == f"{_TEXT} It rained."


def test_a_whole_text_has_no_source_but_itself(tmp_path: Path) -> None:
    _, origin = _taken(tmp_path, _TEXT, summarize="none")
    assert origin.made == "feed"
    assert not (tmp_path / "library" / ".sources").exists()


def test_none_is_kept_where_the_user_wants_none(tmp_path: Path) -> None:
    _, origin = _taken(tmp_path, _TEXT, keeps_sources=False)
    assert origin.text.startswith("sha256:")
    assert not (tmp_path / "library" / ".sources").exists()


@pytest.mark.parametrize("kind", ["a file", "a link"])
def test_a_story_comes_where_its_text_can_not_be_kept(tmp_path: Path, kind: str) -> None:
    folder, elsewhere = tmp_path / "library" / ".sources", tmp_path / "elsewhere"
    folder.parent.mkdir()
    elsewhere.mkdir()
    if kind == "a file":
        folder.write_text("mine")
    else:
        folder.symlink_to(elsewhere)
    taken, origin = _taken(tmp_path, _TEXT)
    assert (taken.new, origin.made) == (1, "extract")
    assert "can't be kept in .sources" in taken.refused[0]
    assert list(elsewhere.iterdir()) == []
