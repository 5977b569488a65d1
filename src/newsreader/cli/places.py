"""Where everything is, and a new library."""

from __future__ import annotations

import json
import os
import shlex
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from newsreader.cli.output import say, write
from newsreader.config import Config, LibraryChoice, choose_library, require_config
from newsreader.errors import NewsreaderError, UsageError
from newsreader.paths import Paths, make_private_folder, report_folder, user_paths
from newsreader.starter import starter_files
from newsreader.text import clean_line


def show_paths(arguments: Namespace) -> int:
    """Write the name and the path of everything the program uses, one a line."""
    from newsreader.state.backup import backup_folder

    paths = user_paths()
    config = require_config(paths.config_file)
    choice = choose_library(arguments.library, os.environ, config, paths)
    places = {
        "library": choice.root.absolute(),
        "index": paths.index_file(choice.root),
        "state": paths.state_file,
        "backups": backup_folder(paths.state_file),
        "config": paths.config_file,
        "reports": report_folder(),
    }
    for name, path in places.items():
        shown = clean_line(str(path)) if sys.stdout.isatty() else str(path)
        write(f"{name:<7}  {shown}\n")
    say(f"This library, because {_reason(arguments.library, os.environ, config, choice, paths)}.")
    return 0


def _reason(
    named: str | None, environment: Mapping[str, str], config: Config, choice: LibraryChoice, paths: Paths
) -> str:
    if choice.is_sample:
        return f"there is none at {paths.default_library} and none is named: it is the sample"
    if named:
        return "--library names it"
    if environment.get("NEWSREADER_LIBRARY"):
        return "NEWSREADER_LIBRARY names it"
    if config.library:
        return "the config names it"
    return "no other is named"


def _write_starter(root: Path, files: Mapping[str, str]) -> None:
    """Write the first files of a library, all or, where that fails, none."""
    made: list[Path] = []
    try:
        for name, text in files.items():
            file = root / name
            made += [folder for folder in (root, file.parent) if not folder.exists() and folder not in made]
            file.parent.mkdir(parents=True, exist_ok=True)
            made.append(file)
            file.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        for path in reversed(made):
            with suppress(OSError):  # the reason why they were not written is what is told
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _make(root: Path, paths: Paths, *, with_example: bool) -> Mapping[str, str]:
    """Make a library, and return its files. Raises NewsreaderError where that can't be done."""
    try:
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise UsageError(f"{root} is there already and not an empty folder. Name another: newsreader init DIR")
        if root.is_relative_to(paths.data):
            make_private_folder(paths.data)
        files = starter_files(with_example=with_example)
        _write_starter(root, files)
    except OSError as error:
        raise NewsreaderError(f"The library can't be made at {root}: {error.strerror or error}.") from error
    return files


def require_own_library(arguments: Namespace) -> None:
    """Make the library that opens by default where there is none and none is named, for stories that come in."""
    paths = user_paths()
    if choose_library(arguments.library, os.environ, require_config(paths.config_file), paths).is_sample:
        _make(paths.default_library, paths, with_example=False)
        say(f"There is a new library at {paths.default_library}")


def make_library(arguments: Namespace) -> int:
    """Make a library with the outlets that come with the program, and one example."""
    paths = user_paths()
    named = arguments.dir or arguments.library
    root = Path(os.path.expanduser(named)).absolute() if named else paths.default_library
    files = _make(root, paths, with_example=True)
    option = "" if root == paths.default_library else f" --library {shlex.quote(str(root))}"
    say(
        f"There is a new library at {root}:\n"
        + "".join(f"  {name}\n" for name in files)
        + "Put stories into it, as .yaml, .md or .txt files in any folders; the example explains the fields.\n"
        f"Then read:   newsreader{option}\n"
        f"Or check:    newsreader{option} check"
    )
    if option:
        say(f"To open it by itself, write into {paths.config_file}:\n  library = {json.dumps(str(root))}")
    return 0
