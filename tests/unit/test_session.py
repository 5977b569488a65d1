"""What the reader remembers comes back as it was, and what is not as it should be counts as not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.session import MOST_POSITIONS, Place, Session, load_session, save_session

WHOLE = Session(
    theme="newsreader-light",
    config_theme="newsreader-dark",
    list_width=44,
    sidebar_width=30,
    is_sidebar_shut=True,
    is_zoomed=True,
    hints_done=("filter",),
    places={"/news": Place("oldest", "bias:left", "abc")},
    positions={"abc": 0.5},
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


def test_no_file_is_a_first_start(tmp_path: Path) -> None:
    assert load_session(tmp_path / "session.json") == Session()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(Session.__dataclass_fields__, values)))
def test_a_value_of_another_kind_counts_as_not_there(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    path = tmp_path_factory.mktemp("session") / "session.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    session = load_session(path)
    assert isinstance(session.theme, str)
    assert type(session.list_width) is int
    assert all(isinstance(place, Place) for place in session.places.values())
    assert all(0 <= far <= 1 for far in session.positions.values())
    save_session(path, session)
    assert load_session(path) == session
