"""Items whose titles, ids, links and outlets are hostile: each becomes a plain file within the library, or nothing."""

from __future__ import annotations

import re
import unicodedata
from contextlib import closing
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.news.conftest import Reader
from tests.news.server import FeedServer
from tests.news.texts import rss

from newsreader.formats import parse
from newsreader.news.feed_store import FeedStore
from newsreader.news.intake import Intake
from newsreader.news.subscriptions import Subscription
from newsreader.story import Outlet

NOW: Final = datetime(2026, 3, 3, tzinfo=UTC)
HOSTILE: Final = (
    "../../etc/x", "/etc/passwd", "..\\..\\x", "con", "NUL.yaml", "aux ", ".hidden", "-rf", "~root", "a/b\\c:d*e?f",
    "🦊🦊🦊", "\u202emoc.live", "\u200b", "x" * 100_000, "é" * 3_000, "- not: [yaml", "--- &anchor *alias !!python/object",
    "title: x\nsummary: y", "<script>alert(1)</script>", "[@click=app.quit]x[/]", "{{ 7 * 7 }}", "$(reboot)", "`id`",
    "\x1b]52;c;ZXZpbA==\x07", "a\x00b", "null", "true", "1e3", "2026-03-02", "'", '"', "#x", "x #y", "|", ">", "%x", "@x",
)  # fmt: skip
RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")

texts = st.sampled_from(HOSTILE) | st.text(max_size=60)


def hostile_item(number: int, title: str, guid: str, link: str, topic: str) -> str:
    """An item of RSS with these texts, as far as XML can have them."""
    shown = (
        escape("".join(char for char in text if char.isprintable() or char in "\n\t"))
        for text in (title, guid, link, topic)
    )
    first, second, third, fourth = shown
    return (
        f"<item><title>{first}</title><guid isPermaLink='false'>{second}</guid><link>{third}</link>"
        f"<category>{fourth}</category><description>Body {number}: {first}</description></item>"
    )


def is_plain(path: Path) -> bool:
    """Whether every part of a relative path is a name that every system takes as it is."""
    return all(
        not RESERVED.fullmatch(part)
        and not part.startswith((".", "-", "~"))
        and not part.endswith((".", " "))
        and not set(part) & set('/\\:*?"<>|\0')
        and len(part.encode()) <= 200
        and all(unicodedata.category(char)[0] != "C" for char in part)
        for part in path.parts
    )


@settings(max_examples=40)
@given(
    st.lists(st.tuples(texts, texts, texts, texts), min_size=1, max_size=6),
    texts,
    st.sampled_from(("", *HOSTILE)),
    st.sampled_from(("", *HOSTILE)),
)
def test_whatever_an_item_says_its_file_is_a_plain_one_within_the_library(
    tmp_path_factory: pytest.TempPathFactory,
    items: list[tuple[str, str, str, str]],
    paper: str,
    outlet: str,
    folder: str,
) -> None:
    place = tmp_path_factory.mktemp("hostile")
    library = place / "library"
    library.mkdir()
    registry = [Outlet(id="../../escaped", name="Escaped", website="https://gazette.example")]
    data = rss(
        *(hostile_item(n, *each) for n, each in enumerate(items)), title=escape("".join(filter(str.isprintable, paper)))
    )
    subscription = Subscription("https://gazette.example/feed", outlet=outlet, folder=folder)
    with closing(FeedStore.open(place / "feeds.db")) as store:
        intake = Intake(library, store, registry, set(), NOW, is_dry=False)
        taken = intake.take(data, subscription.url, "", subscription)
        intake.finish()
    files = [path for path in place.rglob("*") if path.is_file() and not path.name.startswith("feeds.db")]
    stories = [path for path in files if path.is_relative_to(library / "news")]
    assert {path.relative_to(library).as_posix() for path in files if path not in stories} <= {"outlets.yaml"}
    assert len(stories) == taken.new
    for path in stories:
        assert is_plain(path.relative_to(library)), path
        parsed = parse(path.read_bytes(), path.name)
        assert len(parsed.stories) == 1
        assert parsed.problems == ()
        story = parsed.stories[0].story
        assert re.fullmatch(r"f-[0-9a-f]{16}", story.id)
        assert story.original is None or story.original.url.startswith(("http://", "https://"))
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in story.title)


def test_hostile_items_are_read_and_listed_without_harm(reader: Reader, server: FeedServer) -> None:
    items = (hostile_item(n, text, text, text, text) for n, text in enumerate(HOSTILE))
    reader.feeds(server.serve("/a", rss(*items, title="../../etc")))
    reader.fetch()
    assert len(reader.stories()) >= len(HOSTILE) - 6
    problems = reader.run("check").stdout.splitlines()
    assert all(line.endswith("note: The story has no link.") for line in problems)
    listed = reader.run("list").stdout
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Cf") and char not in "\n\t" for char in listed)
    outside = {path.name for path in reader.library.parent.iterdir()}
    assert outside == {"library", "home"}
