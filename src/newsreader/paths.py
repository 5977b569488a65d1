"""Where everything is: the folders and files that belong to one user."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import platformdirs
from msgspec import Struct


class Paths(Struct, frozen=True):
    """The user's own folders, as platformdirs names them for this system."""

    config: Path
    data: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """Return the optional config file."""
        return self.config / "config.toml"

    @property
    def default_library(self) -> Path:
        """Return the library that opens when none is named."""
        return self.data / "library"

    @property
    def state_file(self) -> Path:
        """Return the database of bookmarks and read marks, the one file that can't be made again."""
        return self.data / "state.db"

    @property
    def session_file(self) -> Path:
        """Return what the reader remembers from one start to the next; losing it costs no more than a layout."""
        return self.data / "session.json"

    @property
    def theme_folder(self) -> Path:
        """Return the user's own colour themes, one file each."""
        return self.config / "themes"

    def index_file(self, library: Path) -> Path:
        """Return the index of `library`: one file per library, which can always be made again."""
        root = os.fsencode(library.resolve())
        return self.cache / f"index-{blake2b(root, digest_size=8).hexdigest()}" / "index.db"

    def feeds_file(self, library: Path) -> Path:
        """Return what is known of the feeds of `library`; losing it costs one full fetch, and no story comes twice."""
        root = os.fsencode(library.resolve())
        return self.data / f"feeds-{blake2b(root, digest_size=8).hexdigest()}" / "feeds.db"


def user_paths() -> Paths:
    """Return the folders of the user who runs the program."""
    return Paths(
        platformdirs.user_config_path("newsreader", appauthor=False),
        platformdirs.user_data_path("newsreader", appauthor=False),
        platformdirs.user_cache_path("newsreader", appauthor=False),
    )


def make_private_folder(folder: Path) -> None:
    """Make `folder` for the user alone, whatever the umask, if it is missing; and with it those it is in.

    Raises OSError where it can't be made.
    """
    if not folder.is_dir():
        if folder.is_symlink() or folder.exists():
            raise OSError(0, f"{folder} is not a folder, or a link to one that is not there")
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)


def report_folder() -> Path:
    """Return the folder of the reports that are written when the program has met a fault of its own."""
    return platformdirs.user_log_path("newsreader", appauthor=False)


def sample_library() -> Path:
    """Return the sample library that comes with the program, in the wheel or beside the sources."""
    packaged = Path(__file__).parent / "sample_content"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "sample_content"
