"""Texts that summaries are made from are kept whole, once, and nowhere else than in the library."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsreader.kept_sources import kept_source, source_path
from newsreader.news.sources import NotKeptError, keep_source


def path_of(library: Path, hashed: str) -> Path:
    path = source_path(hashed)
    assert path is not None
    return library / path


def test_a_text_is_kept_and_read_again(tmp_path: Path) -> None:
    hashed = keep_source(tmp_path, "Die Fähre fährt.\n\nWieder.")
    assert kept_source(tmp_path, hashed) == "Die Fähre fährt.\n\nWieder."
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [path_of(tmp_path, hashed)]


def test_a_text_is_kept_once(tmp_path: Path) -> None:
    hashed = keep_source(tmp_path, "The ferry sails.")
    before = path_of(tmp_path, hashed).stat()
    assert keep_source(tmp_path, "The ferry sails.") == hashed
    after = path_of(tmp_path, hashed).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_kept_text_that_was_changed_is_written_again(tmp_path: Path) -> None:
    hashed = keep_source(tmp_path, "The ferry sails.")
    path_of(tmp_path, hashed).write_text("The ferry sinks.")
    keep_source(tmp_path, "The ferry sails.")
    assert kept_source(tmp_path, hashed) == "The ferry sails."


def test_halves_of_pairs_do_not_matter(tmp_path: Path) -> None:
    hashed = keep_source(tmp_path, "a\ud800b")
    assert kept_source(tmp_path, hashed) == "a\ufffdb"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    library, elsewhere = tmp_path / "library", tmp_path / "elsewhere"
    library.mkdir()
    elsewhere.mkdir()
    os.symlink(elsewhere, library / ".sources")
    with pytest.raises(NotKeptError, match="can't be kept"):
        keep_source(library, "The ferry sails.")
    assert list(elsewhere.iterdir()) == []


def test_a_library_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotKeptError, match="the library is not there"):
        keep_source(tmp_path / "gone", "The ferry sails.")
