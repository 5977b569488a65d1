"""Disks of a fault's own: small ones that get full, and ones that can only be read.

On Linux a child mounts them in a namespace of its own (`unshare -rm`), which needs no rights and leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

PAGE: Final = 4096
_MOUNT: Final = ("unshare", "--map-root-user", "--mount")


def can_mount(folder: Path) -> bool:
    """Whether a disk can be mounted in `folder`."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*_MOUNT, "mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True, check=False)
    return tried.returncode == 0


def run_where_disks_can_be_mounted(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in a namespace of its own."""
    return subprocess.run(
        [*_MOUNT, sys.executable, "-m", *words], stdout=subprocess.PIPE, encoding="utf-8", check=False
    )


def mount(folder: Path, size: int) -> None:
    """Mount an empty disk of `size` bytes in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))


def forbid_writing(folder: Path) -> None:
    """Have the disk in `folder` be read only from now on."""
    _mount("-o", "remount,ro", str(folder))


def allow_writing(folder: Path) -> None:
    """Have the disk in `folder` be written again."""
    _mount("-o", "remount,rw", str(folder))


def forbid_writing_file(path: Path) -> None:
    """Have one file be read only, in a folder that can be written."""
    _mount("--bind", str(path), str(path))
    _mount("-o", "remount,bind,ro", str(path))


def allow_writing_file(path: Path) -> None:
    """Take that back."""
    subprocess.run(["umount", str(path)], check=True)


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


class Filler:
    """A file that takes up all room of a disk but so many pages."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "filler"

    def leave(self, pages: int) -> None:
        """Fill the disk, but for so many pages."""
        self.remove()
        with self._path.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(PAGE))
            except OSError:
                os.ftruncate(file.fileno(), max(0, file.tell() // PAGE - pages) * PAGE)

    def remove(self) -> None:
        """Make room again."""
        self._path.unlink(missing_ok=True)
