"""What of a folder belongs to the library, and how safely it is read."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.unit.shelf import Shelf, only, titles

from newsreader.story_file import FileStamp
from newsreader.sync import files as library
from newsreader.sync.files import LibraryGoneError, list_library, read_story_file, shown_path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def paths(shelf: Shelf) -> set[bytes]:
    return {stamp.path for stamp in list_library(shelf.root).files}


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, refused: Callable[[bytes], bool], error: OSError) -> None:
    """Have a function of `os` fail for some paths, as it does without the right to read (root always has it)."""
    original = getattr(os, name)

    def function(path: Any, *arguments: Any, **named: Any) -> Any:
        if isinstance(path, str | bytes | os.PathLike) and refused(os.fsencode(path)):
            raise error
        return original(path, *arguments, **named)

    monkeypatch.setattr(os, name, function)


def test_story_files_are_found_in_all_folders_by_their_endings_in_any_case(shelf: Shelf) -> None:
    for path in ("a.yaml", "b.yml", "deep/er/c.YAML", "d.json", "e.yaml.bak", "yaml", "f.md", "g.TXT"):
        shelf.write(path, "title: Story\nsummary: Text.\n")
    assert paths(shelf) == {b"a.yaml", b"b.yml", b"deep/er/c.YAML", b"f.md", b"g.TXT"}


def test_hidden_files_and_folders_are_left_alone(shelf: Shelf) -> None:
    for path in (".a.yaml", ".git/b.yaml", "c/.d.yaml", "c/.e/f.yaml", "c/g.yaml"):
        shelf.write(path, "title: Story\n")
    assert paths(shelf) == {b"c/g.yaml"}


def test_the_readme_and_the_registry_are_special_only_at_the_top(shelf: Shelf) -> None:
    for path in ("README.md", "outlets.yaml", "sub/README.md", "sub/outlets.yaml"):
        shelf.write(path, "title: Story\n")
    assert paths(shelf) == {b"sub/README.md", b"sub/outlets.yaml"}
    registry = list_library(shelf.root).registry
    assert registry is not None
    assert registry.path == b"outlets.yaml"


def test_links_are_not_followed(shelf: Shelf, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.yaml").write_text("title: Secret\nsummary: x\n")
    (shelf.root / "linked.yaml").symlink_to(outside / "a.yaml")
    (shelf.root / "folder").symlink_to(outside)
    (shelf.root / "loop").symlink_to(shelf.root)
    (shelf.root / "zero.yaml").symlink_to("/dev/zero")
    shelf.put("b.yaml", {"title": "Own"})
    assert paths(shelf) == {b"b.yaml"}


def test_a_library_that_is_itself_a_link_opens(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    link = tmp_path / "link"
    link.symlink_to(shelf.root)
    assert [stamp.path for stamp in list_library(link).files] == [b"a.yaml"]


def test_pipes_and_sockets_are_not_opened(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(shelf.root / "pipe.yaml")
    monkeypatch.chdir(shelf.root)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.yaml")
    (shelf.root / "folder.yaml").mkdir()
    assert paths(shelf) == set()


def test_devices_are_neither_listed_nor_read(shelf: Shelf) -> None:
    """All systems have a device without an end in /dev; to make another one takes rights."""
    content = read_story_file(Path("/dev"), FileStamp(b"zero", 1, 0))
    assert not content.stories
    assert [problem.message for problem in content.problems] == ["The file can't be read: it is not a regular file."]
    with suppress(PermissionError):
        os.mknod(shelf.root / "device.yaml", stat.S_IFCHR | 0o600, os.stat("/dev/zero").st_rdev)
    assert paths(shelf) == set()


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
def test_what_takes_the_place_of_a_file_after_it_was_listed_is_not_read(
    shelf: Shelf, make: Callable[[Path], None]
) -> None:
    make(shelf.root / "a.yaml")
    content = read_story_file(shelf.root, FileStamp(b"a.yaml", 1, 1))
    assert not content.stories
    (problem,) = content.problems
    assert (problem.path, problem.line) == ("a.yaml", 0)
    assert problem.message.startswith("The file can't be read: ")
    assert problem.fix


def test_a_file_that_is_gone_when_it_is_read_is_a_problem_and_is_looked_at_again(shelf: Shelf) -> None:
    content = read_story_file(shelf.root, FileStamp(b"a.yaml", 7, 1))
    assert content.stamp.mtime_ns < 0
    assert len(content.problems) == 1


def test_a_file_beyond_all_measure_is_not_read(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LARGEST_FILE", 1024 * 1024)
    shelf.write("a.yaml", "title: Big\nsummary: " + "x" * 1024 * 1024)
    (problem,) = read_story_file(shelf.root, FileStamp(b"a.yaml", 1, 1)).problems
    assert "larger than 1 MB" in problem.message


def test_folders_deeper_than_any_library_are_not_entered(shelf: Shelf) -> None:
    deep = "/".join("d" for _ in range(library.DEEPEST_FOLDER))
    shelf.write(f"{deep}/in.yaml", "title: In\n")
    shelf.write(f"{deep}/d/out.yaml", "title: Out\n")
    assert paths(shelf) == {f"{deep}/in.yaml".encode()}


def test_a_folder_that_cannot_be_listed_loses_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put("closed/a.yaml", {"title": "Behind the door"})
    shelf.put("closed-too.yaml", {"title": "Beside it"}).rename(shelf.root / "gone.yaml")
    reader = shelf.reader()
    (shelf.root / "gone.yaml").unlink()
    refuse(monkeypatch, "scandir", lambda path: path.endswith(b"closed"), PermissionError(13, "Permission denied"))
    assert list_library(shelf.root).unlisted == [b"closed"]
    reader.sync()
    assert titles(reader) == ["Behind the door"]
    reader.close()


def test_a_library_that_vanished_says_so_and_empties_nothing(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    reader = shelf.reader()
    shelf.root.rename(shelf.root.with_name("unmounted"))
    with pytest.raises(LibraryGoneError, match="can't be read"):
        reader.sync()
    assert titles(reader) == ["Story"]
    shelf.root.with_name("unmounted").rename(shelf.root)
    assert not reader.sync().anything
    reader.close()


def test_a_file_without_the_right_to_read_it_is_a_problem_until_it_can_be_read(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    with monkeypatch.context() as patched:
        refuse(patched, "open", lambda path: path.endswith(b"a.yaml"), PermissionError(13, "Permission denied"))
        reader = shelf.reader()
        assert [problem.path for problem in reader.search.problems()] == ["a.yaml"]
        assert "permission to read" in reader.search.problems()[0].fix
    reader.sync()
    assert titles(reader) == ["Story"]
    assert reader.search.problems() == []
    reader.close()


def test_names_that_are_not_utf8_are_files_like_any_other(shelf: Shelf) -> None:
    shelf.put(b"caf\xe9.yaml", {"title": "Story", "id": "one"})
    shelf.put(b"zo\xeb.yaml", {"title": "The same again", "id": "one"})
    reader = shelf.reader()
    stored = only(reader)
    assert os.fsencode(stored.path) == b"caf\xe9.yaml"
    (problem,) = reader.search.problems()
    assert "caf\ufffd.yaml, line" in problem.message
    assert problem.path == "zo\ufffd.yaml"
    str(problem).encode()
    reader.marking.set_bookmark(stored.row_id, True)
    shelf.put(b"caf\xe9.yaml", {"title": "Story, edited", "id": "one"})
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Story, edited"]
    reader.close()


def test_a_path_that_steers_the_terminal_is_shown_clean() -> None:
    assert shown_path(b"a\x1b]0;title\x07b/\xe2\x80\xaegpj\n.yaml") == "ab/gpj .yaml"


def test_nothing_in_the_folder_is_ever_written(shelf: Shelf) -> None:
    shelf.registry({"id": "post", "name": "Post"})
    shelf.put("a.yaml", {"title": "Story", "outlet": "post"})

    def state() -> list[tuple[str, int, int, bytes]]:
        return [
            (str(path), found.st_mode, found.st_mtime_ns, path.read_bytes() if stat.S_ISREG(found.st_mode) else b"")
            for path in sorted(shelf.root.rglob("*"))
            for found in (path.stat(),)
        ]

    before = state()
    reader = shelf.reader()
    stored = only(reader)
    reader.marking.set_bookmark(stored.row_id, True)
    reader.marking.set_read(stored.story.id, True)
    reader.sync()
    reader.close()
    assert state() == before
