"""The texts that summaries were made from: which is read, and which is as good as none."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import kept_sources
from newsreader.kept_sources import kept_source, source_path

_TEXT = "The ferry Brannoy sails again.\n"


def _hash(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _keep(library: Path, text: str, as_if: str = "") -> Path:
    path = source_path(_hash(as_if or text))
    assert path is not None
    kept = library / path
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(text.encode())
    return kept


def test_a_text_is_kept_under_its_hash() -> None:
    path = source_path("sha256:" + "e7" + "0" * 62)
    assert str(path) == ".sources/e7/e7" + "0" * 62 + ".txt"


@pytest.mark.parametrize("text", ["", "e7" * 32, "sha256:00", "md5:" + "e7" * 32, "sha256:" + "E7" * 32])
def test_what_is_no_hash_has_no_path(text: str) -> None:
    assert source_path(text) is None


@given(st.text())
def test_no_text_of_a_file_leads_out_of_the_folder(text: str) -> None:
    for tried in (text, f"sha256:{text}", f"sha256:../{text}"):
        path = source_path(tried)
        assert path is None or (path.parts[0] == ".sources" and ".." not in path.parts)


def test_it_is_read(tmp_path: Path) -> None:
    _keep(tmp_path, _TEXT)
    assert kept_source(tmp_path, _hash(_TEXT)) == _TEXT


def test_there_is_none_where_none_is_kept(tmp_path: Path) -> None:
    assert kept_source(tmp_path, _hash(_TEXT)) is None
    assert kept_source(tmp_path, "nothing") is None
    assert kept_source(tmp_path / "missing", _hash(_TEXT)) is None


def test_a_text_that_was_changed_is_none(tmp_path: Path) -> None:
    _keep(tmp_path, _TEXT + "And more.", as_if=_TEXT)
    assert kept_source(tmp_path, _hash(_TEXT)) is None


def test_bytes_that_are_no_text_are_read_as_such(tmp_path: Path) -> None:
    of_bytes = f"sha256:{sha256(data := bytes((97, 255))).hexdigest()}"
    path = source_path(of_bytes)
    assert path is not None
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_bytes(data)
    assert kept_source(tmp_path, of_bytes) == "a\ufffd"


def test_one_that_is_too_large_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_sources, "LARGEST", 8)
    _keep(tmp_path, _TEXT)
    assert kept_source(tmp_path, _hash(_TEXT)) is None


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("has_descriptors", [True, False])
def test_no_link_is_followed(
    tmp_path: Path, level: int, has_descriptors: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_sources, "_HAS_DESCRIPTORS", has_descriptors)
    kept = _keep(tmp_path, _TEXT)
    assert kept_source(tmp_path, _hash(_TEXT)) == _TEXT
    moved = [kept.parent.parent, kept.parent, kept][level]
    elsewhere = tmp_path / "elsewhere"
    moved.rename(elsewhere)
    moved.symlink_to(elsewhere)
    assert kept_source(tmp_path, _hash(_TEXT)) is None


def test_a_pipe_in_its_place_holds_nothing_up(tmp_path: Path) -> None:
    kept = _keep(tmp_path, _TEXT)
    kept.unlink()
    os.mkfifo(kept)
    assert kept_source(tmp_path, _hash(_TEXT)) is None
