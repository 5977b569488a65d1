"""Completion for zsh, by its own `_arguments`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docs.generate.command_tree import Entry, Option, Word
from docs.generate.shell_words import FIELD_VALUES, HEADER, first_line, kind_of, offered_words

from newsreader.query import FIELDS

_FILTER_START: Final = r"""
# What a filter goes on with: a field, or a value behind its colon and behind commas.
_newsreader_filter() {
  setopt localoptions extendedglob
  local field expl
  compset -P '*[ (]'
  compset -P '-'
  if [[ $PREFIX != *:* ]]; then
    local -a fields
    fields=("""

_FILTER_MIDDLE: Final = r"""    )
    _describe -t fields 'field' fields -q -S ':'
    return
  fi
  field=${PREFIX%%:*}
  compset -P '[a-z]##:'
  compset -P '*,'
  case $field in"""

_FILTER_END: Final = """  esac
}
"""


def zsh_completion(root: Entry) -> str:
    """The whole script."""
    lines = ["#compdef newsreader", HEADER, _FILTER_START.strip("\n")]
    lines += [f"      {_quoted(f'{field.name}:{first_line(field.help)}')}" for field in FIELDS.values()]
    lines += [_FILTER_MIDDLE]
    for name, values in FIELD_VALUES.items():
        lines += [f"    {name}) _wanted values expl 'value' compadd - {' '.join(values)} ;;"]
    lines += [_FILTER_END]
    for entry in reversed(list(root.walk())):
        lines += [*_function(entry), ""]
    return "\n".join([*lines, '_newsreader "$@"']) + "\n"


def _function(entry: Entry) -> Iterator[str]:
    yield f"{_name(entry)}() {{"
    options = [_option_spec(option) for option in entry.options]
    if not entry.commands:
        yield "  _arguments \\"
        yield from _joined([*options, *(_word_spec(word) for word in offered_words(entry))])
        yield "}"
        return
    yield "  local curcontext=$curcontext state line ret=1"
    yield "  local -a commands"
    yield "  _arguments -C \\"
    yield from _joined([*options, "'(-): :->command'", "'(-)*:: :->words'"], " && ret=0")
    yield "  case $state in"
    yield "    command)"
    yield "      commands=("
    yield from (f"        {_quoted(f'{command.name}:{first_line(command.summary)}')}" for command in entry.commands)
    yield "      )"
    yield "      _describe -t commands 'command' commands && ret=0 ;;"
    yield "    words)"
    yield "      case $words[1] in"
    yield from (f"        {command.name}) {_name(command)} && ret=0 ;;" for command in entry.commands)
    yield "      esac ;;"
    yield "  esac"
    yield "  return ret"
    yield "}"


def _joined(specs: list[str], end: str = "") -> Iterator[str]:
    for number, spec in enumerate(specs, 1):
        yield f"    {spec}" + (" \\" if number < len(specs) else end)


def _name(entry: Entry) -> str:
    return "_" + "_".join(entry.path)


def _option_spec(option: Option) -> str:
    help_text = f"[{_escaped(first_line(option.help))}]"
    if not option.value:
        first = f"({' '.join(option.names)})"
        if len(option.names) == 1:
            return _quoted(f"{first}{option.long}{help_text}")
        return f"'{first}'{{{','.join(option.names)}}}{_quoted(help_text)}"
    return _quoted(f"{option.long}={help_text}:{option.value}:{_action(option.value, option.choices)}")


def _word_spec(word: Word) -> str:
    place = "*" if word.may_repeat else ":" if word.is_optional else ""
    return _quoted(f"{place}:{_escaped(first_line(word.help)) or word.value}:{_action(word.value, word.choices)}")


def _action(value: str, choices: tuple[str, ...]) -> str:
    match kind_of(value, choices):
        case "choices":
            return f"({' '.join(choices)})"
        case "folder":
            return "_files -/"
        case "file":
            return "_files"
        case "filter":
            return "_newsreader_filter"
        case "filter or file":
            return "{_newsreader_filter || _files}"
        case _:
            return " "


def _escaped(text: str) -> str:
    """`text` without what has a meaning in a specification."""
    return "".join("\\" + letter if letter in "[]:\\" else letter for letter in text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
