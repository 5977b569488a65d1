"""Adding a story: a page, captions, a mail, a text, or a story file, from the web, from a file, or from the input."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.cli.output import json_text, plural, say, write
from newsreader.cli.places import require_own_library
from newsreader.cli.session import open_reader
from newsreader.config import require_config
from newsreader.errors import NewsreaderError, UsageError
from newsreader.formats import write as story_text
from newsreader.formats.pasted import OwnStory
from newsreader.news import kinds
from newsreader.news.captions import names_of_info, read_info
from newsreader.news.kinds import Given
from newsreader.news.making import make_story, text_of
from newsreader.news.material import LARGEST, Material
from newsreader.news.names import file_name
from newsreader.news.outlets import KnownOutlets, append_outlets
from newsreader.news.own_files import OwnFiles
from newsreader.news.sources import NotKeptError, Sources
from newsreader.news.writing import encoded, write_file, write_story
from newsreader.paths import user_paths
from newsreader.reader import Reader
from newsreader.records import StoredStory
from newsreader.regular_file import read_regular_file
from newsreader.story import Outlet, Story, with_id
from newsreader.sync.files import read_registry
from newsreader.text import clean_line

_INPUT: Final = "-"
_FOLDER: Final = "added"
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def add(arguments: Namespace) -> int:
    """Add what `arguments` name to the library, as a story; a story that is there already is not added again.

    Raises NewsreaderError where no story can be made of it, or written; nothing is written then.
    """
    given = _given(arguments.source)
    found = kinds.read(given)
    if not arguments.dry_run:
        require_own_library(arguments)
    with open_reader(arguments, lambda _: False) as reader:
        if isinstance(found, OwnStory):
            return _keep(reader, found, arguments)
        return _make(reader, found, arguments)


# What is given


def _given(source: str) -> Given:
    if source == _INPUT:
        given = Given(_input())
    elif _WEB.match(source):
        return _page(source)
    else:
        given = _file(source)
    address = kinds.address_in(given.data)
    return _page(address) if address else given


def _page(url: str) -> Given:
    from newsreader.news.fetcher import fetch_page

    page = fetch_page(url, require_config(user_paths().config_file).fetch)
    return Given(page.data, url=page.url, content_type=page.content_type)


def _input() -> bytes:
    if sys.stdin is None:
        raise UsageError("There is no input to read.")
    if sys.stdin.isatty():
        say("Paste the text. Its first line is the title. End with Ctrl+D, on Windows with Ctrl+Z and Enter.")
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise NewsreaderError(f"The input is larger than {LARGEST // 1024 // 1024} MB.")
    return data


def _file(source: str) -> Given:
    if not source.strip():
        raise UsageError(f"The name is empty. {_what_else(source)}")
    path = Path(os.path.expanduser(source))
    try:
        data = read_regular_file(path, LARGEST)
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {source}. {_what_else(source)}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{source} can't be read: {reason}.") from error
    return Given(data, path.name, info=lambda: _info_beside(path))


def _what_else(source: str) -> str:
    if _SCHEME.match(source):
        return "Only addresses that begin with https:// or http:// are fetched."
    if re.match(r"[\w.-]+\.[a-z]{2,}/", source):
        return f"If it is a web address, give the whole of it: https://{source}"
    return "Give a file, a web address, or - for the input."


def _info_beside(path: Path) -> Mapping[str, Any]:
    """Return what lies beside captions and says what they belong to; nothing where there is no such file."""
    for name in names_of_info(path.name):
        try:
            data = read_regular_file(path.with_name(name), LARGEST)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UsageError(f"{name} can't be read: {error.strerror or error}.") from error
        return read_info(data)
    return {}


# What becomes of it


class _Told(Struct, frozen=True):
    """The outlet of a story, and whether the registry does not have it yet."""

    outlet: Outlet | None
    is_new: bool = False


def _make(reader: Reader, material: Material, arguments: Namespace) -> int:
    outlets = read_registry(reader.root).outlets
    told = _outlet(outlets, material, arguments.outlet)
    story = make_story(material, told.outlet, extracts=arguments.summarize == "extract")
    for note in material.notes:
        say(note)
    there = _stored(reader, story)
    if arguments.summarize == "model":
        return _have_written(reader, story, material, told, there, arguments)
    if there is not None:
        path = clean_line(there.path)
        say(f"This story is in the library already: {path}")
        _write_known(path, story, arguments=arguments)
        return 0
    if arguments.dry_run:
        _show(story, told.outlet)
        return 0
    _keep_source(reader.root, story, material)
    path_of_new = _write_new(reader.root, story, told)
    _say_added(reader, path_of_new, story, arguments=arguments)
    return 0


def _keep_source(library: Path, story: Story, material: Material) -> None:
    """Keep the text of an extract, so that it can be checked; where that is not possible, say so."""
    if story.origin is None or story.origin.made != "extract":
        return
    sources = Sources(library, are_kept=require_config(user_paths().config_file).summarize.keep_sources)
    try:
        sources.keep(text_of(material))
    except NotKeptError as error:
        say(str(error))


def _write_new(library: Path, story: Story, told: _Told, own: OwnFiles | None = None) -> Path:
    """Write a new story, and note that its file is as the program wrote it."""
    from newsreader.cli.fetching import open_store

    if told.is_new and told.outlet is not None:
        story = _with_new_outlet(library, story, told.outlet)
    path = write_story(library, _FOLDER, story)
    data = encoded(story, path.suffix)
    if own is not None:
        own.note(story.id, data)
    else:
        with suppress(NewsreaderError, sqlite3.Error), open_store(library) as store:  # then it counts as the user's
            OwnFiles(store).note(story.id, data)
    return path


def _have_written(
    reader: Reader, story: Story, material: Material, told: _Told, there: StoredStory | None, arguments: Namespace
) -> int:
    """Have a model write the summary of a story, which may be in the library already."""
    from newsreader.cli.model_run import failure_line, open_run
    from newsreader.cli.telling import Telling
    from newsreader.news.stubs import fault_of_text
    from newsreader.news.summarizing import Job, job_of, source_for

    library, text = reader.root.absolute(), text_of(material)
    line = Telling(getattr(arguments, "progress", None))
    with open_run(library, require_config(user_paths().config_file), "model", line) as run:
        if there is not None:
            job = job_of(library, run.own, there, text)
        elif fault := fault_of_text(text):
            raise NewsreaderError(f"{fault} Without a model: newsreader add --summarize none")
        else:
            job = Job(story, source_for(story, text), lambda made: _write_new(library, made, told, run.own))
        if arguments.dry_run:
            (reckoned,) = run.estimates([job])
            say(f"Nothing was sent or written. It would take about {reckoned.tokens:,} tokens.")
            _show(story, told.outlet)
            return 0
        result, _ = run.do([job], is_agreed=arguments.yes)
    for failure in result.failed:
        raise NewsreaderError(failure_line(failure))
    (written,) = result.written
    _say_added(reader, written.path, written.story, arguments=arguments, is_new=there is None)
    return 0


def _outlet(outlets: Sequence[Outlet], material: Material, named: str | None) -> _Told:
    if named is not None:
        return _Told(_named_outlet(outlets, named))
    known, address = KnownOutlets(outlets), material.outlet_address
    found = known.of(address, material.publisher) or known.of(material.url, "")
    if found:
        return _Told(found)
    made = known.new(address, material.publisher)
    return _Told(made, is_new=made is not None)


def _named_outlet(outlets: Sequence[Outlet], named: str) -> Outlet:
    wanted = named.casefold()
    found = next((each for each in outlets if wanted in (each.id.casefold(), each.name.casefold())), None)
    if found:
        return found
    near = get_close_matches(wanted, [each.id for each in outlets], n=1)
    hint = f'Did you mean "{near[0]}"?' if near else "List them: newsreader outlets"
    raise UsageError(f'outlets.yaml has no outlet "{clean_line(named)}". {hint}')


def _with_new_outlet(library: Path, story: Story, outlet: Outlet) -> Story:
    """Add the outlet of `story` to the registry; where that can't be changed, the story's file has all of it."""
    try:
        append_outlets(library, [outlet])
    except NewsreaderError as error:
        say(f"{error} The story's file has its outlet itself.")
        return replace(story, outlet=outlet)
    say(
        f"{outlet.name} is a new outlet, without a rating. Rate it: newsreader outlets set {outlet.id} --rating RATING"
        " --source NAME --as-of DATE"
    )
    return story


def _keep(reader: Reader, own: OwnStory, arguments: Namespace) -> int:
    if arguments.outlet is not None:
        raise UsageError("This is a story file, which is kept as it is: --outlet is for all else.")
    there = [path for story in own.stories if (path := _path_of(reader, story)) is not None]
    if len(there) == len(own.stories):
        say(f"{_what(own)} in the library already: {there[0]}")
        _write_known(there[0], *own.stories, arguments=arguments)
        return 0
    if there:
        count = f"{len(there)} of its {plural(len(own.stories), 'story', 'stories')}"
        raise NewsreaderError(f"{count} are in the library already, as in {there[0]}. Remove them from the file first.")
    if arguments.dry_run:
        say("Nothing was written. The file would be kept as it is.")
        return 0
    first = own.stories[0]
    name = file_name(first, date.today(), own.extension)
    _say_added(reader, write_file(reader.root, _FOLDER, name, own.data), *own.stories, arguments=arguments)
    return 0


def _what(own: OwnStory) -> str:
    return "This story is" if len(own.stories) == 1 else "These stories are"


def _stored(reader: Reader, story: Story) -> StoredStory | None:
    """Return the story of the library that `story` is already, by its id, or by the one of its address."""
    for each in (story.id, with_id(story).id):
        row_id = reader.search.row_id_of(each)
        stored = reader.search.story(row_id) if row_id is not None else None
        if stored is not None and stored.path:
            return stored
    return None


def _path_of(reader: Reader, story: Story) -> str | None:
    """Return the path of the file that has `story` already."""
    stored = _stored(reader, story)
    return clean_line(stored.path) if stored is not None else None


def _show(story: Story, outlet: Outlet | None) -> None:
    say("Nothing was written. This is the file that it would be:")
    write(story_text(replace(story, outlet=outlet), ".yaml"))


def _write_known(path: str, *stories: Story, arguments: Namespace) -> None:
    """Tell a program where stories are that were there before."""
    if arguments.format == "json":
        write(_data(path, stories, is_new=False))


def _data(path: str, stories: Sequence[Story], *, is_new: bool) -> str:
    return json_text({"added": is_new, "path": path, "ids": [story.id for story in stories]}) + "\n"


def _say_added(reader: Reader, path: Path, *stories: Story, arguments: Namespace, is_new: bool = True) -> None:
    where = clean_line(path.absolute().relative_to(reader.root.absolute()).as_posix())
    if arguments.format == "json":
        write(_data(where, stories, is_new=is_new))
    else:
        write("".join(f"{story.id}\n" for story in stories))
    what = f"“{clean_line(stories[0].title)}”" if len(stories) == 1 else plural(len(stories), "story", "stories")
    say(f"{'Added' if is_new else 'Summarized'} {what}: {where}")
