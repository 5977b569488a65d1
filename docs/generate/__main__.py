"""Writes the manual page and the completions from the program's tables: `python -m docs.generate [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from docs.generate.bash import bash_completion
from docs.generate.command_tree import program
from docs.generate.fish import fish_completion
from docs.generate.man_page import man_page
from docs.generate.zsh import zsh_completion


def main(folder: Path) -> None:
    """Write all files into `folder`."""
    root = program()
    files = {
        "man/newsreader.1": man_page(root),
        "completions/newsreader.bash": bash_completion(root),
        "completions/_newsreader": zsh_completion(root),
        "completions/newsreader.fish": fish_completion(root),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
