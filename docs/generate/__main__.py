"""Write what follows from the program's tables: `python -m docs.generate [FOLDER]`.

These are the manual page, the completions, and the tables in the documents. FOLDER is where the project is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docs.generate.bash import bash_completion
from docs.generate.command_tree import program
from docs.generate.fish import fish_completion
from docs.generate.man_page import man_page
from docs.generate.tables import document_with_tables, guide_tables, readme_tables
from docs.generate.zsh import zsh_completion


def main(folder: Path) -> None:
    """Write all files below `folder`."""
    root = program()
    files = {
        "docs/man/newsreader.1": man_page(root),
        "docs/completions/newsreader.bash": bash_completion(root),
        "docs/completions/_newsreader": zsh_completion(root),
        "docs/completions/newsreader.fish": fish_completion(root),
        "README.md": document_with_tables("README.md", readme_tables()),
        "docs/guide/filters.md": document_with_tables("docs/guide/filters.md", guide_tables()),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2])
