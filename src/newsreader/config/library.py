"""Which library opens."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsreader.config.settings import Config
from newsreader.errors import UsageError
from newsreader.paths import Paths, sample_library


@dataclass(frozen=True, slots=True)
class LibraryChoice:
    """The folder of the library to open; `is_sample` when it is the one that comes with the program."""

    root: Path
    is_sample: bool


def choose_library(named: str | None, environment: Mapping[str, str], config: Config, paths: Paths) -> LibraryChoice:
    """The library to open: the one `named` on the command line, else in the environment, else in the config,
    else the user's default one, else the sample.

    Raises UsageError when one that was named is not a folder.
    """
    sources = (
        (named, "--library"),
        (environment.get("NEWSREADER_LIBRARY"), "NEWSREADER_LIBRARY"),
        (config.library, f"the config {paths.config_file}"),
    )
    for folder, source in sources:
        if folder:
            root = Path(os.path.expanduser(folder))
            if not os.path.isdir(root):  # false as well where the path is too long to be looked at
                raise UsageError(
                    f"There is no library at {root} (named by {source}). "
                    f"Name another folder, or make a library there with: newsreader init {root}"
                )
            return LibraryChoice(root, False)
    if os.path.isdir(paths.default_library):
        return LibraryChoice(paths.default_library, False)
    return LibraryChoice(sample_library(), True)
