"""Mute rules: what they keep out of lists, when they are compared again, and what is no rule."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.shelf import NOW, Shelf, numbers, titles
from tests.unit.test_index import OUTLETS, UNDATED_SINCE, Asked, Clock, Drawn, ids, libraries, queries

from newsreader.config.reading import load_config
from newsreader.config.settings import MuteRule
from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.reader.muting import understood

ALL: Final = ["Ferry", "Tram", "Otter", "Bridge"]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.registry({"id": "post", "name": "Harbour Post"}, {"id": "hill", "name": "Hill Courier"})
    for number, title in enumerate(ALL):
        story = {"title": title, "id": title.lower(), "published": f"2024-06-{20 - number}"}
        shelf.put(f"{title}.yaml", {**story, "outlet": "hill" if number % 2 else "post", "topics": ["sport"]})
    return shelf


def reader_with(shelf: Shelf, *rules: str, now: datetime = NOW) -> Reader:
    reader = Reader(shelf.root, shelf.paths, mute=tuple(map(MuteRule, rules)), now=lambda: now)
    reader.sync()
    return reader


def test_stories_that_match_a_rule_are_left_out_unless_asked_for(shelf: Shelf) -> None:
    with closing(reader_with(shelf, "ferry", "outlet:hill -bridge")) as reader:
        assert titles(reader) == titles(reader, "-is:muted") == ["Otter", "Bridge"]
        assert titles(reader, "is:muted") == ["Ferry", "Tram"]
        assert titles(reader, "is:muted OR otter") == ["Ferry", "Tram", "Otter"]
        assert (reader.search.count(), reader.search.unread_count(), reader.search.muted_count()) == (2, 2, 2)
        assert [count.stories for count in reader.search.outlets()] == [1, 1]


def test_other_rules_and_none_count_from_the_next_start(shelf: Shelf) -> None:
    reader_with(shelf, "ferry").close()
    with closing(shelf.reader(synced=False)) as first:
        assert titles(first) == ALL[1:], "the first paint knows what was muted"
    with closing(reader_with(shelf, "tram")) as reader:
        assert titles(reader) == ["Ferry", *ALL[2:]]
    with closing(reader_with(shelf)) as reader:
        assert titles(reader) == ALL
        assert reader.search.muted_count() == 0


def test_what_is_muted_stays_so_where_the_rules_are_not_known(shelf: Shelf) -> None:
    reader_with(shelf, "ferry").close()
    with closing(shelf.reader()) as reader:
        assert titles(reader) == ALL[1:]


def test_a_story_that_comes_or_is_edited_is_compared(shelf: Shelf) -> None:
    with closing(reader_with(shelf, "title:gala")) as reader:
        shelf.put("new.yaml", {"title": "Gala of the year", "id": "gala", "published": "2024-06-21"})
        shelf.put("Ferry.yaml", {"title": "Ferry gala", "id": "ferry", "published": "2024-06-20"})
        reader.sync()
        assert titles(reader) == ALL[1:]
        shelf.put("Ferry.yaml", {"title": "Ferry", "id": "ferry", "published": "2024-06-20"})
        reader.quick_sync()
        assert titles(reader) == ALL
        assert titles(reader, "is:muted") == ["Gala of the year"]


def test_a_rule_that_asks_for_marks_follows_them(shelf: Shelf) -> None:
    with closing(reader_with(shelf, "outlet:hill -is:bookmarked")) as reader:
        assert titles(reader) == ["Ferry", "Otter"]
        reader.marking.set_bookmarks(numbers(reader, "tram is:muted"), True)
        reader.store_marks()
        assert titles(reader) == ["Ferry", "Tram", "Otter"]
        reader.marking.set_bookmarks(numbers(reader, "tram"), False)
        reader.store_marks()
        assert titles(reader) == ["Ferry", "Otter"]


def test_a_rule_with_days_follows_the_calendar(shelf: Shelf) -> None:
    with closing(reader_with(shelf, "date:..3d")) as reader:
        assert titles(reader, "is:muted") == [title for title in ALL if title not in titles(reader)]
        before = titles(reader)
    with closing(reader_with(shelf, "date:..3d", now=NOW + timedelta(days=1))) as reader:
        assert len(titles(reader)) == len(before) - 1


def test_the_names_of_outlets_are_compared_again_when_the_registry_changes(shelf: Shelf) -> None:
    with closing(reader_with(shelf, "outlet:mountain")) as reader:
        assert titles(reader) == ALL
        shelf.registry({"id": "post", "name": "Harbour Post"}, {"id": "hill", "name": "Mountain Courier"})
        reader.sync()
        assert titles(reader) == ["Ferry", "Otter"]


def test_nothing_is_written_where_nothing_has_changed(shelf: Shelf) -> None:
    with closing(reader_with(shelf, "ferry")) as reader, closing(sqlite3.connect(reader.index.path)) as watcher:
        version = watcher.execute("PRAGMA data_version").fetchone()
        assert reader.muting.apply() == 0
        assert watcher.execute("PRAGMA data_version").fetchone() == version


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(libraries(), st.lists(queries, max_size=3), st.data(), st.lists(queries, min_size=5, max_size=8))
def test_a_list_has_all_that_match_but_those_that_are_hidden_or_muted(
    library: Drawn, rules: list[Asked], data: st.DataObject, asked: Sequence[Asked]
) -> None:
    known = {story["id"] for file in library.files for story in file}
    hidden = data.draw(st.sets(st.sampled_from(sorted(known)))) if known else set()
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.registry(*OUTLETS)
        written = datetime.combine(UNDATED_SINCE, datetime.min.time(), UTC)
        for index, file in enumerate(library.files):
            if file:
                shelf.put(f"{index}.yaml", *file, written=written)
        clock = Clock()
        texts = tuple(MuteRule(rule.text) for rule in rules)
        reader = Reader(shelf.root, shelf.paths, mute=texts, now=clock)
        reader.sync()
        rows = {story_id: row for row, story_id in zip(numbers(reader, ANY), ids(reader, ANY), strict=True)}
        library.mark(reader, clock, rows)
        clock.now = NOW
        reader.marking.hide([rows[story_id] for story_id in hidden], True)
        reader.store_marks()
        reader.sync()
        stories = library.expected()
        muted = {story.id for story in stories if any(rule.fits(story) for rule in rules)}
        for query in asked:
            fitting = sorted((story for story in stories if query.fits(story)), key=lambda story: story.newest_first)
            found = [story.id for story in fitting]
            assert ids(reader, query.text) == [each for each in found if each not in hidden | muted]
            assert ids(reader, f"({query.text}) is:hidden") == [each for each in found if each in hidden]
            assert ids(reader, f"({query.text}) is:muted") == [each for each in found if each in muted - hidden]
            assert ids(reader, f"({query.text}) {ANY}") == found
        assert reader.search.count() == len(known - hidden - muted)
        reader.close()


ANY: Final = "(is:hidden OR -is:hidden) (is:muted OR -is:muted)"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("bais:left", 'Did you mean "bias:"?'),
        ("topic:", "has no value"),
        ("is:muted", "can't ask for is:muted"),
        ("sport -is:hidden", "can't ask for is:muted, is:hidden"),
        ("is:new", "can't ask for"),
        ("sort:oldest", "would mute every story"),
        ("sport sort:oldest", "has no order"),
        ("", "would mute every story"),
        ("…", "nothing to look for"),
    ],
)
def test_what_is_no_rule_is_told_with_its_line_and_mutes_nothing(shelf: Shelf, rule: str, told: str) -> None:
    file = shelf.paths.config_file
    file.parent.mkdir(parents=True)
    file.write_text(f'text_width = 80\nmute = [\n  "ferry",\n  "{rule}",\n]\n', encoding="utf-8")
    loaded = load_config(file)
    assert loaded.problems == ()
    sound, (problem,) = understood(loaded.config.mute, NOW.date())
    assert [text for text, _ in sound] == ["ferry"]
    assert (problem.path, problem.line) == (str(file), 4 if rule else 2)
    assert told in str(problem)
    with closing(Reader(shelf.root, shelf.paths, mute=loaded.config.mute, now=lambda: NOW)) as reader:
        reader.sync()
        assert titles(reader) == ALL[1:]


@pytest.mark.parametrize("value", ['"sport"', "5", "[1]", "{}", "true"])
def test_rules_have_to_be_a_list_of_text(tmp_path: Path, value: str) -> None:
    file = Paths(tmp_path, tmp_path, tmp_path).config_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"mute = {value}\n", encoding="utf-8")
    loaded = load_config(file)
    assert loaded.config.mute == ()
    assert '"mute" has to be a list of filters in quotes' in str(loaded.problems[0])
