"""What CONTRIBUTING.md says of adding something is true: it is done in a copy of the source, and then used."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.unit.shelf import Shelf
from tests.unit.walkthrough import Copy, copy_of_the_source, steps, titles

import newsreader

Home = dict[str, str]

PRESSING: Final = """
import asyncio, sys
from pathlib import Path
from newsreader.config import Config
from newsreader.paths import user_paths
from newsreader.reader import Reader
from newsreader.ui.app import NewsreaderApp

async def press():
    app = NewsreaderApp(Reader(Path(sys.argv[1]), user_paths()), Config())
    async with app.run_test() as pilot:
        while not app._main.listing.stories.numbers or app._main.listing.is_searching:
            await pilot.pause()
        await pilot.press("W")
        while app._main.status.notice is None:
            await pilot.pause()
        print(app._main.status.notice.text)

asyncio.run(press())
"""
"""Presses the key of the new command, and says what the reader says."""


@pytest.fixture
def source(tmp_path: Path) -> Copy:
    return copy_of_the_source(tmp_path / "project")


@pytest.fixture
def library(tmp_path: Path, home: Home) -> Home:
    """The environment of a user who has a library of two stories."""
    shelf = Shelf(tmp_path / "shelf")
    shelf.put(
        "a.yaml",
        {"id": "ferry", "title": "Ferry is back", "summary": "It sails again now.", "published": "2024-06-20"},
        {"id": "bridge", "title": "A bridge for the ferry"},
    )
    return {**home, "NEWSREADER_LIBRARY": str(shelf.root)}


def test_there_is_a_walk_through_for_each_addition() -> None:
    wanted = {"A command of the reader", "A filter field", "A file format", "A pane", "A command of the command line"}
    assert wanted <= set(titles())
    assert all(steps(title) is not None for title in titles())


def test_the_program_that_runs_is_the_copy(source: Copy, library: Home) -> None:
    where = source.python(library, "-c", "import newsreader; print(newsreader.__file__)").strip()
    assert Path(where).is_relative_to(source.project)
    assert not Path(newsreader.__file__).is_relative_to(source.project)


def test_a_new_filter_field_finds_stories(source: Copy, library: Home) -> None:
    source.follow("A filter field")
    assert source.newsreader(library, "list", "--format", "ids", "begins:ferry") == "ferry\n"
    assert source.newsreader(library, "list", "--format", "ids", "-begins:ferry") == "bridge\n"
    offered = "from newsreader.query.completion import *; print(complete('beg', 3, Vocabulary()).choices)"
    assert "begins:" in source.python(library, "-c", offered)


def test_a_new_command_has_its_key_and_is_in_the_help(source: Copy, library: Home) -> None:
    source.follow("A command of the reader")
    assert source.python(library, "-c", PRESSING, library["NEWSREADER_LIBRARY"]) == "4 words\n"
    assert "Say how many words the story has" in source.newsreader(library, "keys")


def test_files_of_a_new_format_are_read_and_written(source: Copy, library: Home) -> None:
    source.follow("A file format")
    file = Path(library["NEWSREADER_LIBRARY"], "tunnel.json")
    file.write_text('{"id": "tunnel", "title": "A tunnel", "summary": "It opens."}', encoding="utf-8")
    assert source.newsreader(library, "list", "--format", "ids", "tunnel") == "tunnel\n"
    again = "from newsreader.formats import parse, write; import sys; story = parse(open(sys.argv[1], 'rb').read(), 'a.json')"
    again += ".stories[0].story; print(parse(write(story, '.json').encode(), 'b.json').stories[0].story == story)"
    assert source.python(library, "-c", again, str(file)) == "True\n"


def test_a_new_command_of_the_command_line_runs(source: Copy, library: Home) -> None:
    source.follow("A command of the command line")
    assert source.newsreader(library, "count", "ferry") == "2\n"
    assert "Count the stories of a query" in source.newsreader(library, "--help")
