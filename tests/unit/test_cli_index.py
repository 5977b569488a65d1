"""What commands do with the index of a library when something goes wrong."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

import pytest

from newsreader.cli.session import open_reader
from newsreader.index.damage import UnsoundValueError
from newsreader.sync.results import IndexUnusableError


@pytest.fixture
def arguments(tmp_path: Path, home: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Namespace:
    """The arguments of a command that concerns a library of one story."""
    for name, value in home.items():
        monkeypatch.setenv(name, value)
    library = tmp_path / "library"
    library.mkdir()
    (library / "ferry.yaml").write_text("title: The ferry sails\nsummary: It left the quay.\n", encoding="utf-8")
    return Namespace(library=str(library), rescan=False)


def fail(arguments: Namespace, error: Exception) -> None:
    """Have a command fail with `error` when its index is there."""
    with open_reader(arguments) as reader:
        assert reader.index.path.exists()
        raise error


def indexes(arguments: Namespace) -> list[Path]:
    """The indexes of the user."""
    return list(Path(os.environ["XDG_CACHE_HOME"]).rglob("index.db"))


def test_an_error_of_a_command_leaves_the_index_as_it_is(arguments: Namespace) -> None:
    with pytest.raises(ValueError, match="half a letter"):
        fail(arguments, ValueError("half a letter"))
    assert len(indexes(arguments)) == 1


def test_a_damaged_index_is_thrown_away(arguments: Namespace) -> None:
    with pytest.raises(IndexUnusableError, match="made again from the files"):
        fail(arguments, UnsoundValueError("it holds a value that can't be read"))
    assert indexes(arguments) == []
