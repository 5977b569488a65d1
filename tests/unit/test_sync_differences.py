"""Every difference between the files and the index is found, with however many folders to a query."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.shelf import Shelf

from newsreader.index.reading import Index
from newsreader.sync.differences import find_all
from newsreader.sync.files import list_folder

Files = frozenset[str]

_FOLDERS: Final = ("", "a", "a/b", "a/b/c", "a-b", "ab", "a/b-c", "z", "z/z", "0/é/1")
_PATHS: Final = [os.path.join(folder, name) for folder in _FOLDERS for name in ("1.yaml", "2.YAML", "3.md")]
_some_files = st.frozensets(st.sampled_from(_PATHS))


@settings(max_examples=40, deadline=None)
@given(
    before=_some_files,
    after=_some_files,
    rewritten=_some_files,
    unlisted=st.frozensets(st.sampled_from(_FOLDERS[1:]), max_size=2),
    at_once=st.sampled_from([(1, 2_000), (2, 2_000), (3, 2_000), (64, 2_000), (64, 1), (64, 6)]),
)
@example(frozenset(_PATHS), frozenset(_PATHS), frozenset(), frozenset(), (64, 2_000))
@example(frozenset(_PATHS), frozenset(_PATHS), frozenset(_PATHS), frozenset({"a/b"}), (64, 2_000))
@example(frozenset(_PATHS), frozenset(), frozenset(), frozenset({"z"}), (3, 2_000))
def test_all_files_that_are_new_changed_or_gone_are_found(
    before: Files, after: Files, rewritten: Files, unlisted: Files, at_once: tuple[int, int]
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsreader.sync.differences._FOLDERS_AT_ONCE", at_once[0])
        patch.setattr("newsreader.sync.differences._FILES_AT_ONCE", at_once[1])
        shelf = Shelf(Path(folder))
        for path in sorted(before):
            shelf.put(path, {"title": path})
        shelf.reader().close()
        for path in sorted(before - after):
            (shelf.root / path).unlink()
        for path in sorted((after - before) | (after & rewritten)):
            shelf.put(path, {"title": path})

        def listed(top: bytes, path: bytes) -> object:
            if os.fsdecode(path) in unlisted:
                raise PermissionError(13, "Permission denied")
            return list_folder(top, path)

        patch.setattr("newsreader.sync.files.list_folder", listed)
        with closing(Index(shelf.paths.index_file(shelf.root))) as index:
            found = find_all(shelf.root, index, lambda: False)

        def is_hidden(path: str) -> bool:
            """Whether it lies in a folder that can't be listed, of which nothing is known then."""
            return any(path.startswith(f"{each}/") and (shelf.root / each).is_dir() for each in unlisted)

        changed = {path for path in (after - before) | (after & rewritten) if not is_hidden(path)}
        assert found.to_read == len(changed)
        assert set(found.folders_to_read) == {os.fsencode(os.path.dirname(path)) for path in changed}
        gone = {os.fsencode(path) for path in before - after if not is_hidden(path)}
        assert sorted(found.removed) == sorted(gone)


def test_folders_that_are_gone_are_found_with_all_their_files(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for path in _PATHS:
        shelf.put(path, {"title": path})
    shelf.reader().close()
    shutil.rmtree(shelf.root / "a")
    with closing(Index(shelf.paths.index_file(shelf.root))) as index:
        found = find_all(shelf.root, index, lambda: False)
    assert sorted(found.folders_gone) == [b"a", b"a/b", b"a/b-c", b"a/b/c"]
    assert sorted(found.removed) == sorted(os.fsencode(path) for path in _PATHS if path.startswith("a/"))
    assert not found.to_read
