"""What the reader looks like, compared with pictures that somebody has looked at.

`NEWSREADER_UPDATE_SNAPSHOTS=1 pytest tests/ui/test_snapshots.py` draws the pictures again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from tests.gallery import FOLDER
from tests.gallery import PICTURES as GALLERY
from tests.ui.conftest import Desk
from tests.ui.pictures import MORE_STATES, SIZES, STATES, THEMES, copy_sample, picture

PICTURES: Final = Path(__file__).parent / "snapshots"
UPDATE: Final = bool(os.environ.get("NEWSREADER_UPDATE_SNAPSHOTS"))
ALL: Final = [
    *((state, size, theme) for state in STATES for size in SIZES for theme in THEMES),
    *((state, size, "dark") for state in MORE_STATES for size in ("120x36", "80x24", "40x12")),
    ("alone", "120x36", "light"),
]


def name_of(state: str, size: str, theme: str) -> str:
    return f"{state}-{size}-{theme}.svg"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("pictures") / "sample")


@pytest.mark.parametrize(("state", "size", "theme"), ALL)
async def test_it_looks_as_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Path, state: str, size: str, theme: str
) -> None:
    monkeypatch.chdir(tmp_path)  # the library's path is in some pictures: "library"
    drawn = await picture(Desk(Path()), sample, (STATES | MORE_STATES)[state], SIZES[size], THEMES[theme])
    known = PICTURES / name_of(state, size, theme)
    if UPDATE:
        PICTURES.mkdir(exist_ok=True)
        known.write_text(drawn, encoding="utf-8")
    if known.read_text(encoding="utf-8") != drawn:
        new = tmp_path / known.name
        new.write_text(drawn, encoding="utf-8")
        pytest.fail(f"{known.name} looks different now: compare it with {new}")


def test_every_picture_is_of_a_state_that_is_tested() -> None:
    assert {path.name for path in PICTURES.iterdir()} == {name_of(*each) for each in ALL}


def test_the_gallery_of_the_readme_is_of_pictures_that_are_tested() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(GALLERY)
    readme = (FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
    for name, shown in GALLERY.items():
        assert (FOLDER / f"{name}.svg").read_bytes() == (PICTURES / name_of(*shown)).read_bytes(), name
        assert f"docs/gallery/{name}.svg" in readme
