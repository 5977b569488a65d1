"""Writing stories down for others: as a briefing to read, or as data."""

from __future__ import annotations

from argparse import Namespace
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from newsreader.briefing.briefing import Heading, Part, Told, event_part, told_of
from newsreader.cli.output import json_text, plural, say, write
from newsreader.cli.session import find_events, open_listing, query_text
from newsreader.cli.stories import story_data, why_nothing
from newsreader.cli.whole_files import file_named, refuse_to_overwrite, whole_file
from newsreader.errors import UsageError
from newsreader.formats import is_markdown
from newsreader.reader import Reader
from newsreader.records import NO_MARKS
from newsreader.text import clean_line

_OUTPUT: Final = "-"
_AT_ONCE: Final = 500
_ENDINGS: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".epub": "epub",
    ".jsonl": "jsonl",
    ".opml": "opml",
}
_MARKS: Final = ("bookmarked", "read", "tags", "note")
"""The fields of a story's data that are the user's own."""


def export(arguments: Namespace) -> int:
    """Write the stories of the query of `arguments` to a file or the output, those of one event together.

    Returns 1 where no story matches; then nothing is written.
    """
    form = arguments.form or _form_of(arguments.file)
    to_output = arguments.file == _OUTPUT
    target = file_named(arguments.file)
    if to_output and form == "epub":
        raise UsageError("A book needs a file. Name one: newsreader export --as epub briefing.epub")
    if not to_output:
        refuse_to_overwrite(target, force=arguments.force, what="the stories")
    with open_listing(arguments) as (reader, query):
        find_events(reader)
        numbers = reader.search.select(query) or array("q")
        if not numbers:
            say("No story matches." if query_text(arguments) else why_nothing(reader))
            return 1
        selection = _Selection(reader, numbers, with_marks=arguments.with_marks)
        heading = Heading(arguments.title, datetime.now().astimezone(), len(numbers))
        if to_output:
            for piece in _pieces(form, heading, selection):
                write(piece)
        else:
            _write(target, form, heading, selection)
            say(f"Exported {plural(len(numbers), 'story', 'stories')} to {target}.")
    return 0


def _form_of(file: str) -> str:
    form = _ENDINGS.get(Path(file).suffix.casefold())
    if form is None:
        forms = ", ".join(dict.fromkeys(_ENDINGS.values()))
        raise UsageError(
            f"The last word is the file, and {clean_line(file)} has no ending that says what to write."
            f" Name one as briefing.html, or say it with --as: {forms}"
        )
    return form


def _write(target: Path, form: str, heading: Heading, selection: _Selection) -> None:
    with whole_file(target, "The stories", is_private=selection.with_marks) as file:
        if form == "epub":
            _write_epub(file, heading, selection)
        else:
            for piece in _pieces(form, heading, selection):
                file.write(piece.encode("utf-8", "replace"))


def _write_epub(file: IO[bytes], heading: Heading, selection: _Selection) -> None:
    from newsreader.briefing.epub import write_epub

    write_epub(file, heading, selection.parts())


def _pieces(form: str, heading: Heading, selection: _Selection) -> Iterable[str]:
    if form == "jsonl":
        return selection.lines()
    return _writer(form)(heading, selection.parts())


def _writer(form: str) -> Callable[[Heading, Iterable[Part]], Iterator[str]]:
    """Return what writes stories so; no command imports more than its own."""
    if form == "html":
        from newsreader.briefing.html import html_page

        return html_page
    if form == "opml":
        from newsreader.briefing.outline import outline

        return outline
    from newsreader.briefing.markdown import markdown_page

    return markdown_page


class _Selection:
    """The stories in these rows, read one after the other; `with_marks` says whether the user's marks go with them."""

    def __init__(self, reader: Reader, numbers: Sequence[int], *, with_marks: bool) -> None:
        self.with_marks = with_marks
        self._reader = reader
        self._numbers = numbers
        self._in_order = array("q", sorted(numbers))

    def parts(self) -> Iterator[Part]:
        """Yield the stories of an event together, where the first of them stands, and each other story alone."""
        done: set[int] = set()
        for start in range(0, len(self._numbers), _AT_ONCE):
            some = self._numbers[start : start + _AT_ONCE]
            events = self._reader.events.of_all(some)
            for row_id in some:
                event = events.get(row_id)
                if event is None:
                    if told := self._told(row_id):
                        yield Part((told,))
                elif row_id not in done:
                    sure = {teller.row_id: teller.is_sure for teller in event.tellers if self._has(teller.row_id)}
                    stories = list(self._told_in(sure | {row_id: sure.get(row_id, True)}))
                    done.update(each for each, _ in stories)
                    if stories:
                        yield event_part(event, stories)

    def lines(self) -> Iterator[str]:
        """Yield each story as a line of JSON."""
        for start in range(0, len(self._numbers), _AT_ONCE):
            some = self._numbers[start : start + _AT_ONCE]
            events = self._reader.events.of_all(some)
            for row_id in some:
                if stored := self._reader.search.story(row_id):
                    data = story_data(self._reader, stored, events.get(row_id))
                    kept = {name: data[name] for name in data if self.with_marks or name not in _MARKS}
                    yield json_text(kept) + "\n"

    def _told_in(self, is_sure: Mapping[int, bool]) -> Iterator[tuple[int, Told]]:
        for row_id, sure in is_sure.items():
            if told := self._told(row_id, is_sure=sure):
                yield row_id, told

    def _told(self, row_id: int, *, is_sure: bool = True) -> Told | None:
        stored = self._reader.search.story(row_id)
        if stored is None:
            return None
        marks = stored.marks if self.with_marks else NO_MARKS
        is_marked_up = is_markdown(stored.path or stored.archived_path)
        return told_of(stored, is_markdown=is_marked_up, is_sure=is_sure, marks=marks)

    def _has(self, row_id: int) -> bool:
        at = bisect_left(self._in_order, row_id)
        return at < len(self._in_order) and self._in_order[at] == row_id
