"""The manual page, in the macros of man(7)."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from docs.generate.command_tree import Entry, Option, Word

from newsreader import __version__
from newsreader.keys.commands import Command, commands_by_place
from newsreader.keys.names import key_name
from newsreader.query import FIELDS

_DESCRIPTION: Final = (
    "newsreader shows a folder of news summaries in the terminal: a list, the story, and the outlet that tells it, "
    "with its media bias rating and the source and date of that rating. It works offline, and only ever reads the "
    "files of the library. Without a command it opens the reader; with one it does what the command says, "
    "for scripts too.",
    "The library that opens is that of --library, else of NEWSREADER_LIBRARY, else of the config, else the user's "
    "own default one, else the sample that comes with the program.",
)

_SYNTAX: Final = (
    ("putin sanctions", "both words, at word beginnings, in any case and accent"),
    ('"defence pact"', "the phrase"),
    ("-vietnam, NOT vietnam", "without the word; - goes before any term"),
    ("summit OR treaty, ( )", "alternatives"),
    ("bias:left,right", "a comma in a value parts alternatives"),
    ("bias:lean-left..center", "ratings from one to another"),
)

_FILES: Final = (
    ("config.toml", "The settings, all of them optional."),
    ("themes/", "Colour themes of the user's own, beside the config."),
    ("library/", "The library that opens when none is named."),
    (
        "state.db",
        "Bookmarks, read marks, tags, notes, views, events. It can't be made again: keep it with your backups.",
    ),
    ("backups/", "Copies of the state: the newest three, and one of each of the last seven days and four weeks."),
    ("state.db-sound", "Which file of the state was found sound; commands check it again when it has changed."),
    ("session.json", "What the reader remembers of its look from one start to the next."),
    ("index.db", "What is searched, one for each library, in the cache; it is made again when it is gone."),
)

_ENVIRONMENT: Final = (
    ("NEWSREADER_LIBRARY", "The folder of the library to open."),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME", "Where config, state and index are, on Linux."),
    ("NO_COLOR", "Set to anything, the reader shows no colours. Commands never do."),
    ("TEXTUAL_FPS", "How often the reader draws in a second, at most (default: 240)."),
)

_EXIT_STATUS: Final = (
    ("0", "Done."),
    ("1", "It ran and found a problem: a fault in a file, no such story."),
    ("2", "Bad usage, bad query, bad config, or no such library."),
)


_ESCAPES: Final = {
    "-": "\\-", "~": "\\(ti", "^": "\\(ha", "'": "\\(aq", "`": "\\(ga", '"': "\\(dq",
}  # fmt: skip
_LINE: Final = 78


def man_page(root: Entry) -> str:
    """The whole page."""
    title = f'.TH {root.name.upper()} 1 "" "{root.name} {__version__}" "User Commands"'
    lines = [
        '.\\" Made by python -m docs.generate.',
        title,
        *_section("NAME", [f"{_plain(root.name)} \\- read a local library of news summaries in the terminal"]),
        *_section("SYNOPSIS", _synopsis(root)),
        *_section("DESCRIPTION", _paragraphs(_DESCRIPTION)),
        *_section("OPTIONS", _options(root.options)),
        *_section("COMMANDS", _commands(root)),
        *_section("KEYS", _keys()),
        *_section("FILTER", _filter()),
        *_section("FILES", _files(root)),
        *_section("ENVIRONMENT", _entries(_ENVIRONMENT)),
        *_section("EXIT STATUS", _entries(_EXIT_STATUS)),
        *_section("EXAMPLES", _examples(root)),
    ]
    return "\n".join(lines) + "\n"


def _section(name: str, lines: Iterator[str] | list[str]) -> Iterator[str]:
    yield f".SH {name}"
    yield from lines


def _synopsis(root: Entry) -> Iterator[str]:
    yield from (f".B {_plain(root.name)}", *_usage_of_options(root.options), ".br")
    yield from (f".B {_plain(root.name)}", "[\\fIOPTION\\fR...]", "\\fICOMMAND\\fR", "[\\fIARGUMENT\\fR...]")


def _usage_of_options(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        value = f" \\fI{_plain(option.value)}\\fR" if option.value else ""
        yield f"[\\fB{_plain(option.long)}\\fR{value}]"


def _paragraphs(texts: tuple[str, ...]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number:
            yield ".PP"
        yield _plain(text)


def _options(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        yield ".TP"
        names = ", ".join(f"\\fB{_plain(name)}\\fR" for name in option.names)
        yield names + (f" \\fI{_plain(_shown_value(option))}\\fR" if option.value else "")
        yield _plain(_sentence(option.help))


def _shown_value(option: Option) -> str:
    return "|".join(option.choices) or option.value


def _commands(root: Entry) -> Iterator[str]:
    yield "The options above may stand before and after every command."
    yield "A query is written as under FILTER."
    common = {option.names for option in root.options}
    for entry in root.walk():
        if entry is root:
            continue
        if entry.commands:
            yield f".SS {_plain(' '.join(entry.path[1:]))}"
            yield _plain(_sentence(entry.about))
            continue
        heading = f"\\fB{_plain(' '.join(entry.path[1:]))}\\fR {_usage_of_words(entry.words)}".rstrip()
        if len(entry.path) == 2:
            yield f".SS {_plain(entry.name)}"
        yield from (".TP", heading, _plain(_sentence(entry.summary)))
        if entry.about:
            yield from _details(entry.about)
        own = tuple(option for option in entry.options if option.names not in common)
        told = [(word.value, word.help) for word in entry.words if word.help]
        if own or told:
            yield ".RS"
            for value, meaning in told:
                yield from (".TP", f"\\fI{_plain(value)}\\fR", _plain(_sentence(meaning)))
            yield from _options(own)
            yield ".RE"


def _details(text: str) -> Iterator[str]:
    """Details as a paragraph; lines that are set in stay as they are."""
    for is_set_in, lines in groupby(text.splitlines(), key=lambda line: line.startswith(" ")):
        if is_set_in:
            yield from (".nf", *("\\&" + _plain(line) for line in lines), ".fi")
        else:
            yield _plain(" ".join(lines))


def _usage_of_words(words: tuple[Word, ...]) -> str:
    shown = (f"\\fI{_plain(word.value)}{'...' if word.may_repeat else ''}\\fR" for word in words)
    return " ".join(f"[{text}]" if word.is_optional else text for word, text in zip(words, shown, strict=True))


def _keys() -> Iterator[str]:
    yield "All keys can be changed in the config. F1 or ? shows them in the reader."
    for place, commands in commands_by_place():
        yield f".SS {_plain(place)}"
        for command in commands:
            if command.keys:
                yield from (".TP", f"\\fB{_plain(_keys_of(command))}\\fR", _plain(_sentence(command.help)))


def _keys_of(command: Command) -> str:
    return " ".join(key_name(key) for key in command.keys)


def _filter() -> Iterator[str]:
    yield _plain("One language everywhere: in the filter bar, after --filter, in views and in commands.")
    yield from _entries(_SYNTAX)
    for field in FIELDS.values():
        yield from (".TP", f"\\fB{_plain(field.name)}:\\fR", _plain(_sentence(field.help)))
        if field.values:
            yield _plain(f"Values: {', '.join(field.values)}.")


def _files(root: Entry) -> Iterator[str]:
    yield f"The folders are those of the system;\n\\fB{_plain(root.name)} paths\\fR\ntells where they are."
    yield from _entries(_FILES)


def _examples(root: Entry) -> Iterator[str]:
    for entry in root.walk():
        if entry.commands and entry is not root:
            continue
        summary = entry.summary or "Open the reader with a filter"
        yield from (".TP", _plain(_sentence(summary)), f"\\fB{_plain(entry.example)}\\fR")


def _entries(entries: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, meaning in entries:
        yield from (".TP", f"\\fB{_plain(name)}\\fR", _plain(_sentence(meaning)))


def _sentence(text: str) -> str:
    flat = " ".join(text.split())
    return flat[:1].upper() + flat[1:] + ("" if flat.endswith((".", "!", "?")) else ".")


def _plain(text: str) -> str:
    """`text` as it is, with nothing in it that the formatter would take for an instruction, in short lines."""
    escaped = text.replace("\\", "\\e")
    for letter, name in _ESCAPES.items():
        escaped = escaped.replace(letter, name)
    escaped = re.sub(r"[^\x20-\x7e]", lambda found: f"\\[u{ord(found[0]):04X}]", escaped)
    lines = textwrap.wrap(escaped, _LINE, break_long_words=False, break_on_hyphens=False)
    return "\n".join("\\&" + line if line.startswith(".") else line for line in lines)
