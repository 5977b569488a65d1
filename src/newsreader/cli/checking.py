"""Checking the files of a library: everything that is wrong with them, read afresh and without the index."""

from __future__ import annotations

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.cli.output import plural, say, write
from newsreader.config import choose_library, require_config
from newsreader.copies import file_order, looks_like_copy, story_is_taken
from newsreader.errors import Problem, Severity, UsageError
from newsreader.formats import SUFFIXES
from newsreader.outlets import Registry, Resolution
from newsreader.paths import user_paths
from newsreader.story import Outlet, Story
from newsreader.story_file import FileContent, FileStamp
from newsreader.sync.files import (
    FEEDS,
    NO_STORIES,
    REGISTRY,
    RegistryContent,
    list_library,
    read_registry,
    read_story_file,
    shown_path,
    unread_files,
)
from newsreader.text import clean_line


def check(arguments: Namespace) -> int:
    """Write every problem of the files that `arguments` name; returns 1 if there is any that is more than a note."""
    scope = _scope(arguments)
    registry = read_registry(scope.root)
    files, unlisted = _files(scope)
    checker = _Checker(Registry(registry.outlets))
    counts: Counter[bool] = Counter()
    for problem in _problems(scope, registry, files, unlisted, checker):
        write(clean_line(str(scope.shown(problem))) + "\n")
        counts[problem.severity is Severity.NOTE] += 1
    counted = plural(len(files) + _has_registry(scope), "file"), plural(checker.stories, "story", "stories")
    notes = f", {plural(counts[True], 'note')}" if counts[True] else ""
    say(f"{', '.join(counted)}, {plural(counts[False], 'problem')}{notes}")
    return 1 if counts[False] else 0


class _Scope(Struct, frozen=True):
    """What is checked: `part` of the library at `root`, b"" for all of it.

    `given` is how the user named the part, "" if not at all; paths are shown from there on.
    """

    root: Path
    part: bytes
    is_file: bool
    given: str

    def has(self, path: bytes) -> bool:
        return not self.part or path == self.part or path.startswith(self.part + os.sep.encode())

    def shown(self, problem: Problem) -> Problem:
        if not self.given:
            return problem
        rest = problem.path[len(shown_path(self.part)) if self.part else 0 :].lstrip("/")
        return replace(problem, path=str(Path(self.given, rest)))


def _scope(arguments: Namespace) -> _Scope:
    """Return what to check.

    A file or folder outside the chosen library is checked with the registry nearest above it.
    """
    paths = user_paths()
    config = require_config(paths.config_file)
    library = choose_library(arguments.library, os.environ, config, paths).root
    if not arguments.path:
        return _Scope(library, b"", False, "")
    given = Path(os.path.expanduser(arguments.path))
    if not os.path.exists(given) and not given.is_absolute() and os.path.exists(library / given):
        given = library / given
    place = Path(os.path.abspath(given))
    if not (os.path.isdir(place) or os.path.isfile(place)):  # neither, too, where the path is too long
        raise UsageError(f"There is no file or folder {given}. Name a library, a folder in it, or one of its files.")
    if place.is_file() and place.suffix.casefold() not in SUFFIXES:
        raise UsageError(f"{given} is not a story file. Their names end in {', '.join(sorted(SUFFIXES))}.")
    root = _root_of(place, Path(os.path.abspath(library)))
    part = b"" if place == root else os.fsencode(place.relative_to(root))
    return _Scope(root, part, place.is_file(), str(given))


def _root_of(place: Path, library: Path) -> Path:
    if place.is_relative_to(library):
        return library
    folder = place if place.is_dir() else place.parent
    name = os.fsdecode(REGISTRY)
    return next((above for above in (folder, *folder.parents) if (above / name).is_file()), folder)


def _files(scope: _Scope) -> tuple[Sequence[FileStamp], Sequence[bytes]]:
    """Return the story files to check, by path and copies last, and the folders that can't be listed."""
    if scope.is_file:
        return ([] if scope.part == REGISTRY or scope.part.lower() in NO_STORIES else [FileStamp(scope.part, 0, 0)]), []
    listing = list_library(scope.root)
    stamps = [stamp for stamp in listing.files if scope.has(stamp.path)]
    return sorted(stamps, key=lambda stamp: file_order(stamp.path)), sorted(filter(scope.has, listing.unlisted))


def _has_registry(scope: _Scope) -> bool:
    return scope.has(REGISTRY) and (scope.root / os.fsdecode(REGISTRY)).is_file()


def _problems(
    scope: _Scope,
    registry: RegistryContent,
    files: Sequence[FileStamp],
    unlisted: Sequence[bytes],
    checker: _Checker,
) -> Iterator[Problem]:
    if scope.has(REGISTRY):
        yield from registry.problems
    if scope.has(FEEDS):
        yield from _problems_of_feeds(scope.root)
    for folder in unlisted:
        yield Problem(shown_path(folder), 0, 0, "The folder can't be listed.", "Give yourself the right to read it.")
    if not scope.is_file:
        yield from (problem for problem in unread_files(scope.root) if scope.has(os.fsencode(problem.path)))
    for stamp in files:
        yield from checker.problems_of(read_story_file(scope.root, stamp))


def _problems_of_feeds(root: Path) -> Sequence[Problem]:
    """Return what is wrong with the list of feeds, where there is one."""
    name = os.fsdecode(FEEDS)
    if not os.path.lexists(root / name):
        return ()
    from newsreader.news.subscriptions import BadSubscriptionsError, read_subscriptions  # few libraries have feeds

    try:
        read_subscriptions(root)
    except BadSubscriptionsError as error:
        return error.problems or [Problem(name, 0, 0, str(error).removeprefix(f"{name} "), "")]
    return ()


class _Checker(Struct):
    """Find what is wrong with files, one after the other, and counts their stories."""

    registry: Registry
    stories: int = 0
    _places: dict[str, tuple[str, int]] = field(default_factory=dict)
    _resolved: dict[Outlet, Resolution] = field(default_factory=dict)

    def problems_of(self, content: FileContent) -> list[Problem]:
        """Return all problems of one file, in the order of their lines."""
        path = shown_path(content.stamp.path)
        problems = list(content.problems)
        for story, line in content.stories:
            self.stories += 1
            problems += self._taken_id(story, path, line, is_copy=looks_like_copy(content.stamp.path))
            problems += self._outlet_problem(story, path, line)
            problems += _missing(story, path, line)
        return sorted(problems, key=lambda problem: (problem.line, problem.column))

    def _taken_id(self, story: Story, path: str, line: int, *, is_copy: bool) -> Iterator[Problem]:
        holder = self._places.setdefault(story.id, (path, line))
        if holder == (path, line):
            return
        yield story_is_taken(
            story.id,
            is_declared=story.id_declared,
            has_address=bool(story.original and story.original.url),
            place=(path, line),
            holder=f"line {holder[1]} of this file" if holder[0] == path else f"{holder[0]}, line {holder[1]}",
            is_copy=is_copy and holder[0] != path,
        )

    def _outlet_problem(self, story: Story, path: str, line: int) -> Iterator[Problem]:
        if story.outlet is None:
            return
        resolution = self._resolved.get(story.outlet)
        if resolution is None:
            resolution = self._resolved[story.outlet] = self.registry.resolve(story.outlet)
        if resolution.message:
            yield Problem(path, line, 1, resolution.message, resolution.fix, Severity.WARNING)


def _missing(story: Story, path: str, line: int) -> Iterator[Problem]:
    """Yield a note of what a story should say of where it comes from, and does not."""
    has = {
        "outlet": story.outlet is not None,
        "date": story.published is not None,
        "link": story.original is not None and bool(story.original.url),
    }
    missing = [f"no {name}" for name, there in has.items() if not there]
    if missing:
        yield Problem(path, line, 1, f"The story has {', '.join(missing)}.", "", Severity.NOTE)
