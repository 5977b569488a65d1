"""Completion for bash, which needs no other package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docs.generate.command_tree import Entry
from docs.generate.shell_words import FIELD_VALUES, HEADER, below, kind_of, names_of_valued, offered_words

from newsreader.query import FIELDS

_START: Final = r"""
# The words up to the cursor. What bash parts at colons and equals signs is one word here.
_newsreader_words() {
  local line=$COMP_LINE piece rest i
  words=()
  for (( i = 0; i <= COMP_CWORD; i++ )); do
    piece=${COMP_WORDS[i]}
    rest=${line#"${line%%[![:space:]]*}"}
    if (( i > 0 )) && [[ $rest == "$line" && -n $piece ]]; then
      words[${#words[@]} - 1]+=$piece
    else
      words+=("$piece")
    fi
    line=${rest#"$piece"}
  done
}

# Offers the words of $1 that go on from $2. Bash keeps what stands before the last colon or equals sign by itself.
_newsreader_offer() {
  local IFS=$' \t\n' kept
  COMPREPLY=($(compgen -W "$1" -- "$2"))
  for kept in : =; do
    if [[ $COMP_WORDBREAKS == *"$kept"* && $2 == *"$kept"* ]]; then
      kept=${2%"${2##*"$kept"}"}
      COMPREPLY=("${COMPREPLY[@]#"$kept"}")
    fi
  done
}

_newsreader_files() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "${2/#\~\//$HOME/}"))
}

# Offers what a filter goes on with: a field, or a value behind its colon and behind commas.
_newsreader_filter() {
  local fields=({fields}) word=$1 before= values=
  [[ $word == *' '* ]] && word=${word##* }
  word=${word#[\"\']}
  [[ $word == -* ]] && before=- word=${word#-}
  case $word in
"""

_MIDDLE: Final = r"""
    *:*) ;;
    *)
      compopt -o nospace 2>/dev/null
      _newsreader_offer "$(printf -- "$before%s: " "${fields[@]}")" "$before$word"
      return ;;
  esac
  before=$before${word%%:*}: word=${word#*:}
  [[ $word == *,* ]] && before=$before${word%,*}, word=${word##*,}
  [[ -n $values ]] && _newsreader_offer "$(printf -- "$before%s " $values)" "$before$word"
}

_newsreader() {
  local words current previous command= place=0 word skip= before= i
  _newsreader_words
  current=${words[${#words[@]} - 1]}
  previous=${words[${#words[@]} - 2]}
  COMPREPLY=()
  for (( i = 1; i < ${#words[@]} - 1; i++ )); do
    word=${words[i]}
    if [[ -n $skip ]]; then skip=; continue; fi
    case $word in
"""


def bash_completion(root: Entry) -> str:
    """The whole script."""
    lines = [HEADER, _START.strip("\n").replace("{fields}", " ".join(FIELDS))]
    lines += [f'    {name}:*) values="{" ".join(values)}" ;;' for name, values in FIELD_VALUES.items()]
    lines += [_MIDDLE.strip("\n")]
    lines += [f"      {'|'.join(names_of_valued(root))}) skip=yes ;;"]
    lines += ["      -*) ;;", "      *)", '        case "$command $word" in']
    lines += [f'          "{_call(entry)}") command="{below(entry)}" ;;' for entry in root.walk() if entry is not root]
    lines += ["          *) (( place++ )) ;;", "        esac ;;", "    esac", "  done"]
    lines += ["  if [[ $current == --*=* ]]; then"]
    lines += ["    previous=${current%%=*} before=${current%%=*}= current=${current#*=}", "  fi"]
    lines += ['  case "$command $previous" in', *_option_cases(root), "  esac"]
    lines += [
        "  case $current in",
        "    --*)",
        '      case "$command" in',
        *_name_cases(root),
        "      esac ;;",
        "  esac",
    ]
    lines += ['  case "$command" in', *_word_cases(root), "  esac", "}", "complete -F _newsreader newsreader"]
    return "\n".join(lines) + "\n"


def _call(entry: Entry) -> str:
    """How the loop sees the last word of `entry`: behind the words before it and a space."""
    return " ".join(entry.path[1:-1]) + " " + entry.name


def _option_cases(root: Entry) -> Iterator[str]:
    for entry in root.walk():
        for option in entry.options:
            if option.value:
                names = "|".join(f'"{below(entry)} {name}"' for name in option.names)
                yield f"    {names}) {_offer(option.value, option.choices, '$before')}; return ;;"


def _name_cases(root: Entry) -> Iterator[str]:
    for entry in root.walk():
        names = " ".join(option.long for option in entry.options)
        yield f'        "{below(entry)}") _newsreader_offer "{names}" "$current"; return ;;'


def _word_cases(root: Entry) -> Iterator[str]:
    for entry in root.walk():
        if entry.commands:
            names = " ".join(command.name for command in entry.commands)
            yield f'    "{below(entry)}") (( place == 0 )) && _newsreader_offer "{names}" "$current" ;;'
        elif entry.words:
            yield f'    "{below(entry)}")'
            yield "      case $place in"
            for number, word in enumerate(offered_words(entry)):
                pattern = "*" if word.may_repeat else str(number)
                yield f"        {pattern}) {_offer(word.value, word.choices, '')} ;;"
            yield "      esac ;;"


def _offer(value: str, choices: tuple[str, ...], before: str) -> str:
    match kind_of(value, choices):
        case "choices":
            words = " ".join(choices)
            if before:
                return f'_newsreader_offer "$(printf -- "{before}%s " {words})" "{before}$current"'
            return f'_newsreader_offer "{words}" "$current"'
        case "folder":
            return '_newsreader_files -d "$current"'
        case "file":
            return '_newsreader_files -f "$current"'
        case "filter":
            return '_newsreader_filter "$current"'
        case "filter or file":
            return '_newsreader_filter "$current"; (( ${#COMPREPLY[@]} )) || _newsreader_files -f "$current"'
        case _:
            return ":"
