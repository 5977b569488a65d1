"""Rating outlets: with a source and a date, in a file that is replaced as a whole, and never unasked."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.unit.shelf import Shelf

from newsreader.atomic_file import FileChangedError, replace_file
from newsreader.bias import BY_ID
from newsreader.errors import NewsreaderError
from newsreader.reader import Reader
from newsreader.reader.rating import OtherSourceError, rate_outlets
from newsreader.story import Bias, Outlet

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

LEFT = Bias(BY_ID["left"], "Me", "", date(2026, 11, 27))
THEIRS = "# ours\n- id: a\n  bias: {rating: right, source: Them, as_of: 2020-01-01}\n"


def test_a_rating_of_another_source_is_replaced_only_when_that_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "outlets.yaml"
    path.write_text(THEIRS)
    with pytest.raises(OtherSourceError, match=r"is rated Right by Them as of 2020-01-01\.$"):
        rate_outlets(tmp_path, [(Outlet("a"), LEFT)])
    assert path.read_text() == THEIRS
    rate_outlets(tmp_path, [(Outlet("a"), LEFT)], replaces=True)
    assert path.read_text() == "# ours\n- id: a\n  bias: {rating: left, source: Me, as_of: 2026-11-27}\n"
    rate_outlets(tmp_path, [(Outlet("a"), Bias(BY_ID["center"], "ME", "", date(2026, 11, 28)))])
    assert "rating: center" in path.read_text()


def test_two_ratings_of_one_outlet_by_different_sources_are_refused(tmp_path: Path) -> None:
    theirs = Bias(BY_ID["right"], "Them", "", date(2026, 11, 26))
    with pytest.raises(OtherSourceError, match=r"is rated Left by Me as of 2026-11-27\.$"):
        rate_outlets(tmp_path, [(Outlet("a"), LEFT), (Outlet("a"), theirs)])
    assert os.listdir(tmp_path) == []
    rate_outlets(tmp_path, [(Outlet("a"), LEFT), (Outlet("a"), theirs)], replaces=True)
    assert "rating: right\n    source: Them\n" in (tmp_path / "outlets.yaml").read_text()


def test_the_file_keeps_its_mode_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "outlets.yaml"
    path.write_text("- id: a\n")
    path.chmod(0o640)
    rate_outlets(tmp_path, [(Outlet("a"), LEFT)])
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["outlets.yaml"]


def test_a_registry_that_is_not_there_is_made(tmp_path: Path) -> None:
    rate_outlets(tmp_path, [(Outlet("a", "A"), LEFT)])
    assert (tmp_path / "outlets.yaml").read_text() == (
        "- id: a\n  name: A\n  bias:\n    rating: left\n    source: Me\n    as_of: 2026-11-27\n"
    )


def make_link(path: Path) -> None:
    path.with_name("real").write_text("- id: a\n")
    path.symlink_to("real")


@pytest.mark.parametrize("make", [make_link, os.mkfifo, Path.mkdir], ids=["link", "pipe", "folder"])
def test_what_is_no_regular_file_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "outlets.yaml"
    make(path)
    kind = path.lstat().st_mode
    with pytest.raises(NewsreaderError, match=r"outlets\.yaml can't be changed"):
        rate_outlets(tmp_path, [(Outlet("a"), LEFT)])
    assert path.lstat().st_mode == kind


def test_a_file_that_has_an_error_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "outlets.yaml"
    path.write_text("- id: [\n")
    before = path.stat()
    with pytest.raises(NewsreaderError, match="error in line"):
        rate_outlets(tmp_path, [(Outlet("a"), LEFT)])
    assert path.stat() == before


@pytest.mark.parametrize("bias", [Bias(BY_ID["left"], "", "", date(2026, 1, 1)), Bias(BY_ID["left"], "Me")])
def test_a_rating_without_a_source_or_a_date_is_never_written(tmp_path: Path, bias: Bias) -> None:
    with pytest.raises(NewsreaderError, match="needs a source and a date"):
        rate_outlets(tmp_path, [(Outlet("a"), bias)])
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("now", [b"longer than before", b"ab", b"", None])
def test_a_file_that_has_changed_is_not_replaced(tmp_path: Path, now: bytes | None) -> None:
    path = tmp_path / "file"
    path.write_bytes(now or b"")
    if now is None:
        path.unlink()
    with pytest.raises(OSError, match=r"changed|No such file"):
        replace_file(path, b"new", b"xy")
    assert (path.read_bytes() if now is not None else None) == now
    assert os.listdir(tmp_path) == ([] if now is None else ["file"])


def test_a_file_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileChangedError):
        replace_file(tmp_path / "file", b"new", None)


def test_the_sample_library_is_not_changed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    reader = Reader(shelf.root, shelf.paths, is_sample=True)
    with pytest.raises(NewsreaderError, match="newsreader init"):
        reader.rate(Outlet("a"), LEFT)
    reader.close()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "outlets.yaml").write_text("# mine\n- id: harbour\n  name: Harbour Post\n")
    (tmp_path / "a.yaml").write_text("title: One\nsummary: Text.\noutlet: {id: hill, name: Hill Courier}\n")
    return tmp_path


SET = ("--source", "Me", "--as-of", "27 November 2026")


def test_the_command_rates_an_outlet_by_id_beginning_or_name(library: Path, home: Home, call: Run) -> None:
    for name in ("harb", "Harbour Post"):
        done = call(home, "outlets", "set", name, "--rating", "Lean Left", *SET, "--library", library)
        assert done.stderr == "Harbour Post is rated Lean Left by Me as of 2026-11-27 now.\n"
    call(home, "outlets", "set", "Hill Courier", "--rating", "mixed", *SET, "--library", library)
    assert (library / "outlets.yaml").read_text().startswith("# mine\n- id: harbour\n")
    listed = json.loads(call(home, "outlets", "--format", "json", "--library", library).stdout)
    assert [(each["name"], each["bias"]["rating"], each["stories"]) for each in listed] == [
        ("Harbour Post", "lean-left", 0),
        ("Hill Courier", "mixed", 1),
    ]
    assert "note: The story has" in call(home, "check", library).stdout


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("harbour", "--rating", "left", "--source", "Me"), "required: --as-of", 2),
        (("harbour", "--rating", "left", "--as-of", "2026-01-01"), "required: --source", 2),
        (("harbour", "--rating", "left", "--source", " ", "--as-of", "2026-01-01"), "needs a source", 2),
        (("harbour", "--rating", "left", "--source", "Me", "--as-of", "soon"), "not a day", 2),
        (("harbour", "--rating", "far", *SET), "not one of left", 2),
        (("harbour", "--rating", "left", *SET, "--url", "x"), "https://", 2),
        (("nobody", "--rating", "left", *SET), "No outlet", 1),
        (("h", "--rating", "left", *SET), "More than one outlet", 1),
    ],
)
def test_what_can_t_be_written_is_refused_with_a_sentence(
    library: Path, home: Home, call: Run, words: tuple[str, ...], said: str, code: int
) -> None:
    before = (library / "outlets.yaml").read_text()
    assert said in call(home, "outlets", "set", *words, "--library", library, code=code).stderr
    assert (library / "outlets.yaml").read_text() == before


def test_another_source_is_replaced_by_the_command_with_an_option(library: Path, home: Home, call: Run) -> None:
    (library / "outlets.yaml").write_text(THEIRS)
    words = ("outlets", "set", "a", "--rating", "left", *SET, "--library", library)
    assert "--replace" in call(home, *words, code=1).stderr
    assert (library / "outlets.yaml").read_text() == THEIRS
    call(home, *words, "--replace")
    assert "source: Me" in (library / "outlets.yaml").read_text()
