"""Only regular files are read, whole or not at all, and nothing else is waited for."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.regular_file import read_regular_file


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 2048)
    assert read_regular_file(path, 2048) == b"x" * 2048
    with pytest.raises(OSError, match="it is larger than 1 kB"):
        read_regular_file(path, 1024)


def test_a_link_is_followed_where_it_may_be(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_bytes(b"x")
    link.symlink_to(path)
    assert read_regular_file(link, 10) == b"x"
    with pytest.raises(OSError, match="symbolic link"):
        read_regular_file(link, 10, follows_link=False)


def bind(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (os.mkfifo, "not a regular file"),
        (bind, "No such device or address"),
        (Path.mkdir, "Is a directory"),
        (lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
        (lambda path: path.symlink_to(path), "symbolic links"),
    ],
    ids=["pipe", "socket", "folder", "device", "link to itself"],
)
def test_nothing_but_a_regular_file_is_read(tmp_path: Path, make: Callable[[Path], None], told: str) -> None:
    path = tmp_path / "it"
    make(path)
    with pytest.raises(OSError, match=told):
        read_regular_file(path, 10)
