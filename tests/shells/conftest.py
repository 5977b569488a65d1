"""The three shells, each asked in its own way for what it offers."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from tests.shells.typing import Shell

SCRIPTS: Final = Path(__file__).parents[2] / "docs" / "completions"

Complete = Callable[[str], set[str]]
"""Gives what a shell offers at the end of a command line: the words that may stand there."""

_BASH_SETUP: Final = r"""
PS1=; bind 'set enable-bracketed-paste off'; bind 'set completion-query-items 0'; bind '"\C-xi": insert-completions'
show() { printf '<begin>%s<end>' "$READLINE_LINE"; READLINE_LINE=; }
bind -x '"\C-xs": show'
"""

_ZSH_SETUP: Final = r"""
PS1= PROMPT_SP= ; unsetopt prompt_sp prompt_cr; zle_bracketed_paste=()
autoload -Uz compinit; compinit -u -D
zstyle ':completion:*' list-grouped no
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits; local ending place=${@[(i)-S]}
  builtin compadd -O hits "$@"
  (( place < $# )) && ending=${@[place+1]}
  offered+=(${(q)IPREFIX}${^hits}$ending)
  builtin compadd "$@"
}
ask() {
  offered=()
  zle list-choices
  print -rn -- "<begin>${(j: :)offered}<end>"
  BUFFER=
}
typeset -ga offered; zle -N ask; bindkey '^Xs' ask; bindkey '^I' self-insert
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the shells are: a folder with a folder and a file in it."""
    (tmp_path / "news folder").mkdir()
    (tmp_path / "notes.json").touch()
    return tmp_path


def _in_bash(line: str, folder: Path) -> set[str]:
    setup = f"{_BASH_SETUP}\n. {shlex.quote(str(SCRIPTS / 'newsreader.bash'))}\n"
    with _prepared(["bash", "--norc", "--noprofile", "-i"], setup, folder) as shell:
        shell.type(f"{line}\x18i\x18s")
        completed = shell.text_between("<begin>", "<end>")
    if completed == line:
        return set()
    start = line.rindex(" ") + 1
    assert completed.startswith(line[:start])
    kept = line[start : max(line.rfind(":"), line.rfind("=")) + 1]  # what bash has before each word but shows once
    words = {word.rstrip("/ ") for word in _split(completed[start:])}
    return {word if word.startswith(kept) else kept + word for word in words}


def _in_zsh(line: str, folder: Path) -> set[str]:
    setup = f"fpath=({shlex.quote(str(SCRIPTS))} $fpath)\n{_ZSH_SETUP}"
    with _prepared(["zsh", "-f", "-i"], setup, folder) as shell:
        shell.type(f"{line}\x18s")
        offered = shell.text_between("<begin>", "<end>")
    words = {word.rstrip("/") for word in _split(offered)}
    return {word for word in words if not word.startswith("-")} if line.endswith(" ") else words


def _in_fish(line: str, folder: Path) -> set[str]:
    script = f"source {shlex.quote(str(SCRIPTS / 'newsreader.fish'))}; complete -C {shlex.quote(line)}"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    return {row.partition("\t")[0].rstrip("/") for row in done.stdout.splitlines()}


@contextmanager
def _prepared(command: list[str], setup: str, folder: Path) -> Iterator[Shell]:
    """The shell that `command` starts, once it has read `setup`."""
    file = folder / ".setup"
    file.write_text(setup + "\necho '<ready>'\n", encoding="utf-8")
    with Shell(command, folder) as shell:
        shell.type(". ./.setup\n")
        shell.text_between("<rea", "dy>")
        yield shell


def _split(words: str) -> list[str]:
    return shlex.split(words, posix=True)


@pytest.fixture(params=[_in_bash, _in_zsh, _in_fish], ids=["bash", "zsh", "fish"])
def complete(request: pytest.FixtureRequest, folder: Path) -> Complete:
    """What each of the shells offers."""
    return lambda line: request.param(line, folder)
