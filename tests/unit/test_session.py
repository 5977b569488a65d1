"""What the reader remembers comes back as it was, and what is not as it should be counts as not there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.session import (
    MOST_POSITIONS,
    LibraryPosition,
    Session,
    SessionStore,
    load_session,
    read_session,
    rebased,
    save_session,
)

WHOLE = Session(
    theme="newsreader-light",
    config_theme="newsreader-dark",
    list_share=0.25,
    sidebar_share=0.125,
    is_sidebar_shut=True,
    is_zoomed=True,
    is_compact=True,
    hints_done=("filter",),
    hint_starts={"help": 2},
    places={"/news": LibraryPosition("oldest", "bias:left", "abc")},
    positions={"abc": 0.5},
    balance_since=1_718_000_000,
)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "session.json"
    save_session(path, WHOLE)
    assert load_session(path) == WHOLE
    assert [file.name for file in path.parent.iterdir()] == ["session.json"]


def test_the_latest_positions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    save_session(path, Session(positions={str(number): 0.1 for number in range(MOST_POSITIONS + 7)}))
    kept = list(load_session(path).positions)
    assert len(kept) == MOST_POSITIONS
    assert kept[-1] == str(MOST_POSITIONS + 6)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, "\ud800", '{"theme": "x"'])
def test_a_file_that_is_none_is_forgotten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "session.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert load_session(path) == Session()


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_passed_over_and_replaced(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "session.json"
    make(path)
    assert load_session(path) == Session()
    with pytest.raises(OSError, match=r"not a regular file|Is a directory"):
        read_session(path)
    if not path.is_dir():
        save_session(path, WHOLE)
        assert load_session(path) == WHOLE


def test_no_file_is_a_first_start(tmp_path: Path) -> None:
    assert load_session(tmp_path / "session.json") == Session()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(Session.__struct_fields__, values)))
def test_a_value_of_another_kind_counts_as_not_there(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    path = tmp_path_factory.mktemp("session") / "session.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    session = load_session(path)
    assert isinstance(session.theme, str)
    assert 0 <= session.list_share < 1
    assert all(isinstance(place, LibraryPosition) for place in session.places.values())
    assert all(0 <= far <= 1 for far in session.positions.values())
    save_session(path, session)
    assert load_session(path) == session


def test_only_what_has_changed_is_written(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    store = SessionStore(path)
    store.save()
    assert not path.exists(), "there was nothing to write"
    store.change(list_share=0.5)
    assert store.is_due
    store.save()
    assert not store.is_due
    assert SessionStore(path).session == Session(list_share=0.5)


def test_of_two_readers_the_last_counts_value_by_value(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    save_session(path, WHOLE)
    one, other = SessionStore(path), SessionStore(path)
    one.change(
        list_share=0.375,
        theme="one",
        hints_done=("filter", "help"),
        places={**WHOLE.places, "/one": LibraryPosition("title")},
    )
    other.change(
        theme="other",
        hints_done=("filter", "bookmark"),
        places={"/news": LibraryPosition("bias")},
        positions={"new": 0.25},
        balance_since=WHOLE.balance_since,
    )
    one.save()
    other.save()
    assert load_session(path) == Session(
        theme="other",
        config_theme=WHOLE.config_theme,
        list_share=0.375,
        sidebar_share=WHOLE.sidebar_share,
        is_sidebar_shut=True,
        is_zoomed=True,
        is_compact=True,
        hints_done=("filter", "help", "bookmark"),
        hint_starts={"help": 2},
        places={"/one": LibraryPosition("title"), "/news": LibraryPosition("bias")},
        positions={"new": 0.25},
        balance_since=WHOLE.balance_since,
    )


def test_the_entry_that_changed_last_stands_last() -> None:
    before = Session(positions={"a": 0.1, "b": 0.2})
    after = Session(positions={"a": 0.3, "b": 0.2})
    assert list(rebased(before, after, before).positions) == ["b", "a"]


def test_a_save_that_fails_is_still_due(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("in the way of a folder")
    store = SessionStore(folder / "session.json")
    store.change(list_share=0.5)
    with pytest.raises(OSError, match="file"):
        store.save()
    assert store.is_due


def test_nothing_is_remembered_without_a_file() -> None:
    store = SessionStore()
    store.change(list_share=0.5)
    store.save()
    assert not store.is_due
    assert store.session.list_share == 0.5
