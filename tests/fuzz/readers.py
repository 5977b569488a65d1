"""What is fuzzed: each reader of text from outside, and what has to hold for whatever it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from newsreader.config import load_config
from newsreader.errors import NewsreaderError, Problem, UsageError
from newsreader.formats import parse, parse_outlets
from newsreader.index.prepared import prepare_story
from newsreader.news.imports.entries import Refused
from newsreader.news.imports.forms import FORMS
from newsreader.news.imports.kinds import feeds_of, kind_of, stories_of
from newsreader.news.imports.source import Source
from newsreader.outlets import Registry
from newsreader.paths import Paths
from newsreader.query import QueryError, parse_query
from newsreader.query.completion import Vocabulary, complete, correction
from newsreader.reader import Reader
from newsreader.starter import starter_files
from newsreader.state.transfer import import_records
from newsreader.story import Outlet, Story
from newsreader.text import clean_line, clean_text

_TODAY: Final = date(2024, 6, 21)
_LONGEST_QUERY: Final = 2_000


class BrokenPromiseError(AssertionError):
    """Something that has to hold for every input does not hold for this one."""


def read_story_file(suffix: str, data: bytes) -> None:
    """A story file gives stories, problems with their places, or both, and never raises."""
    path = f"folder/file{suffix}"
    parsed = parse(data, path)
    _require(bool(parsed.stories or parsed.problems), "a file that gives nothing")
    _look_at_problems(parsed.problems, path, data)
    for placed in parsed.stories:
        _require(1 <= placed.line <= _lines(data), "a story outside its file")
        _look_at_story(placed.story)


def read_outlets(data: bytes) -> None:
    """A registry gives outlets with ids of their own and problems, and outlets are found in it."""
    parsed = parse_outlets(data, "outlets.yaml")
    _look_at_problems(parsed.problems, "outlets.yaml", data)
    ids = [outlet.id for outlet in parsed.outlets]
    _require(len(set(ids)) == len(ids) and all(ids), "two outlets of one id, or one without any")
    registry = Registry(parsed.outlets)
    for outlet in parsed.outlets:
        _require(registry.resolve(Outlet(id=outlet.id)).outlet.id == outlet.id, "an outlet that is not found")
        registry.resolve(Outlet(description=outlet.description or outlet.name))
        _look_at_texts(outlet.name, outlet.description, outlet.website, *outlet.aliases)


def read_query(data: bytes) -> None:
    """A query is understood and runs, or its mistake is pointed at; its words can be completed."""
    text = data.decode("utf-8", "surrogateescape")[:_LONGEST_QUERY]
    complete(text, len(text) // 2, _VOCABULARY)
    try:
        query = parse_query(text, _TODAY)
    except QueryError as error:
        _require(0 <= error.span.start < error.span.end <= len(text), "a mistake outside its text")
        correction(error)
        return
    reader = _library()
    first, found = reader.search.first(query), reader.search.select(query)
    _require(found is not None and len(set(found)) == len(found), "a story found twice")
    _require(first is None or list(first) == list(found or ())[: len(first)], "another beginning than the list has")


def read_config(data: bytes) -> None:
    """A config gives settings and problems, and never raises."""
    path = _folder() / "config.toml"
    path.write_bytes(data)
    loaded = load_config(path)
    _look_at_problems(loaded.problems, str(path), data)
    _require(30 <= loaded.config.text_width <= 200, "a setting out of its bounds")


def read_import(data: bytes) -> None:
    """An exported file gives bookmarks and sentences, or one UsageError."""
    try:
        kept, problems = import_records(data.decode("utf-8", "replace"))
    except UsageError as error:
        _require(bool(str(error)), "an error without a word")
        return
    _require(all(problems), "a problem without a word")
    for bookmark in kept.bookmarks:
        _look_at_story(bookmark.story)


def read_other_program(data: bytes) -> None:
    """A file of another program gives stories and sentences, whatever it is said to be, or one NewsreaderError."""
    path = _folder() / "other"
    path.write_bytes(data)
    source = Source(path)
    for kind in (None, *FORMS):
        try:
            found = kind or kind_of(source)
            lists = feeds_of(source, found)
            for item in stories_of(source, found) if lists is None else ():
                if isinstance(item, Refused):
                    _require(bool(item.place and item.reason), "something refused without a word")
                else:
                    _require(bool(item.story or item.title or item.url), "a story of nothing")
        except NewsreaderError as error:
            _require(bool(str(error)), "an error without a word")


READERS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "yaml": lambda data: read_story_file(".yaml", data),
    "markdown": lambda data: read_story_file(".md", data),
    "page": lambda data: read_story_file(".txt", data),
    "outlets": read_outlets,
    "query": read_query,
    "config": read_config,
    "import": read_import,
    "other": read_other_program,
}
"""All readers, by the names that the command line takes."""

_VOCABULARY: Final = Vocabulary(("Harbour Post", "BBC News"), ("politics", "weather"), ("later",))


def _look_at_problems(problems: Iterable[Problem], path: str, data: bytes) -> None:
    for problem in problems:
        _require(problem.path == path, "a problem of another file")
        _require(0 <= problem.line <= _lines(data) and problem.column >= 0, "a problem outside its file")
        _require(bool(problem.message and problem.fix), "a problem without a word")


def _look_at_story(story: Story) -> None:
    _require(bool(story.title and story.id), "a story without title or id")
    _look_at_texts(
        story.title, story.summary, *story.key_points, *story.topics, story.language, story.event, story.generator
    )
    _require(story.title == clean_line(story.title), "a title of several lines")
    for is_markdown in (False, True):
        prepare_story(story, 1, is_markdown=is_markdown)


def _look_at_texts(*texts: str) -> None:
    _require(all(clean_text(text) == text for text in texts), "a text that was not cleaned")


def _lines(data: bytes) -> int:
    """No fewer lines than any reader counts in `data`: all that ends a line in some format, and the last line."""
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    return len(text.splitlines()) + text.count("\r\n") + 2


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenPromiseError(otherwise)


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="newsreader-fuzz-"))


@cache
def _library() -> Reader:
    """A reader on the library that `newsreader init` makes."""
    folder = _folder()
    for name, text in starter_files().items():
        (folder / "library" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "library" / name).write_text(text, encoding="utf-8")
    reader = Reader(folder / "library", Paths(folder / "config", folder / "data", folder / "cache"))
    reader.sync()
    return reader
