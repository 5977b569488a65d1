"""The manual page, the completions and the tables in the documents are those that the program's tables give now."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

import newsreader

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = ("README.md", "docs/guide/filters.md")
INSTALLED: Final = (
    "docs/man/newsreader.1",
    "docs/completions/newsreader.bash",
    "docs/completions/_newsreader",
    "docs/completions/newsreader.fish",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the files as they are made now."""
    folder = tmp_path_factory.mktemp("made")
    paths = (str(ROOT), str(Path(newsreader.__file__).parents[1]))
    subprocess.run(
        [sys.executable, "-m", "docs.generate", str(folder)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    return folder


@pytest.mark.parametrize("name", [*INSTALLED, *DOCUMENTS])
def test_the_file_is_as_it_is_made_now(made: Path, name: str) -> None:
    kept, now = ((folder / name).read_text(encoding="utf-8") for folder in (ROOT, made))
    assert kept == now, "Run: python -m docs.generate"


def test_nothing_else_is_made(made: Path) -> None:
    assert {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()} == {*INSTALLED, *DOCUMENTS}


def test_the_wheel_carries_every_file_to_where_it_is_looked_for() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert set(INSTALLED) == set(carried)
