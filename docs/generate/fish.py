"""Completion for fish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docs.generate.command_tree import Entry, Option
from docs.generate.shell_words import FIELD_VALUES, HEADER, below, first_line, kind_of, names_of_valued, offered_words

from newsreader.query import FIELDS

_FILES: Final = "-F"

_FILTER: Final = r"""
# What a filter goes on with: a field, or a value behind its colon and behind commas.
function __newsreader_filter
    set -l word (commandline -ct | string replace -r '^["\']' '' | string replace -r '.*[ (]' '')
    set -l whole (commandline -ct | string replace -r '^["\']' '')
    set -l before (string replace -r '[^ (]*$' '' -- $whole)
    if string match -q -- '-*' $word
        set before $before-
        set word (string sub -s 2 -- $word)
    end
    if not string match -q -- '*:*' $word
        __newsreader_fields | while read -l line
            echo $before$line
        end
        return
    end
    set -l field (string replace -r ':.*' '' -- $word)
    set before $before(string replace -r '[^:,]*$' '' -- $word)
    switch $field
"""


def fish_completion(root: Entry) -> str:
    """The whole script."""
    lines = [HEADER, "", "complete -c newsreader -f", ""]
    lines += ["function __newsreader_fields", "    printf '%s\\t%s\\n' \\"]
    pairs = [f"        {field.name}: {_quoted(first_line(field.help))}" for field in FIELDS.values()]
    lines += [" \\\n".join(pairs), "end", "", _FILTER.strip("\n")]
    for name, values in FIELD_VALUES.items():
        lines += [f"        case {name}", f"            printf '%s\\n' $before{{{','.join(values)}}}"]
    lines += ["    end", "end", "", *_place_function(root), ""]
    for entry in root.walk():
        lines += [*_completions(entry)]
    return "\n".join(lines) + "\n"


def _place_function(root: Entry) -> Iterator[str]:
    yield "# Whether the command line stands behind the command $argv[1] and, where a number follows, so many words."
    yield "function __newsreader_at"
    yield "    set -l path ''"
    yield "    set -l place 0"
    yield "    set -l skip 0"
    yield "    for word in (commandline -opc)[2..]"
    yield "        if test $skip = 1"
    yield "            set skip 0"
    yield "            continue"
    yield "        end"
    yield '        switch "$path $word"'
    for name in names_of_valued(root):
        yield f"            case '* {name}'"
        yield "                set skip 1"
    yield "            case '* -*'"
    for entry in root.walk():
        if entry.commands:
            for command in entry.commands:
                yield f"            case '{below(entry)} {command.name}'"
                yield f"                set path '{below(command)}'"
    yield "            case '*'"
    yield "                set place (math $place + 1)"
    yield "        end"
    yield "    end"
    yield '    test "$path" = "$argv[1]"; or return 1'
    yield "    test (count $argv) = 1; or test $place = $argv[2]"
    yield "end"


def _completions(entry: Entry) -> Iterator[str]:
    start = "complete -c newsreader -n"
    here = f"\"__newsreader_at '{below(entry)}'\""
    for option in entry.options:
        yield f"{start} {here} {_option(option)}"
    for command in entry.commands:
        place = f"\"__newsreader_at '{below(entry)}' 0\""
        yield f"{start} {place} -a {command.name} -d {_quoted(first_line(command.summary))}"
    for number, word in enumerate(offered_words(entry)):
        offered = _offered(word.value, word.choices)
        place = here if word.may_repeat else f"\"__newsreader_at '{below(entry)}' {number}\""
        if offered:
            yield f"{start} {place} {offered}"


def _option(option: Option) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    offered = _offered(option.value, option.choices)
    value = "" if not option.value else f" -r {offered}" if offered == _FILES else f" -x {offered}".rstrip()
    return f"{names}{value} -d {_quoted(first_line(option.help))}"


def _offered(value: str, choices: tuple[str, ...]) -> str:
    match kind_of(value, choices):
        case "choices":
            return f"-a {_quoted(' '.join(choices))}"
        case "folder":
            return "-a '(__fish_complete_directories (commandline -ct))'"
        case "file":
            return _FILES
        case "filter":
            return "-a '(__newsreader_filter)'"
        case "filter or file":
            return f"{_FILES} -a '(__newsreader_filter)'"
        case _:
            return ""


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
