"""The user's own themes: read from a folder, chosen by name, with their faults reported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.ui.conftest import Desk
from tests.ui.looks import pieces
from textual.color import Color

from newsreader.config import Config
from newsreader.errors import FormatError
from newsreader.ui.theme.contrast import READABLE
from newsreader.ui.theme.user import MOST_BYTES, MOST_THEMES, read_theme, read_user_themes

SEA = """\
name = "sea"
dark = true
primary = "#7fb4d8"
background = "#10202c"
foreground = "#dbe6ee"
accent = "#e6c384"

[variables]
quiet = "#9fb0bd"
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_theme_has_the_colours_of_its_file(tmp_path: Path) -> None:
    read = read_theme(write(tmp_path, "a.toml", SEA), ())
    assert (read.theme.name, read.theme.dark, read.theme.background) == ("sea", True, "#10202C")
    assert read.theme.variables == {"quiet": "#9FB0BD"}
    assert {"primary", "quiet", "accent"} <= read.given
    assert "surface" not in read.given


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    assert read_theme(write(tmp_path, "a.toml", b"\xef\xbb\xbf" + SEA.encode()), ()).theme.name == "sea"


def test_a_theme_without_a_name_has_that_of_its_file(tmp_path: Path) -> None:
    assert read_theme(write(tmp_path, "dusk.toml", 'primary = "#7fb4d8"\ndark = false\n'), ()).theme.name == "dusk"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dark = true\nprimary = ", "2:1: The theme is not TOML: Invalid value. Mend it, or move the file away."),
        ('dark = true\nprimary = "#12"', '2:1: "primary" is no colour: "#12". Write, say, primary = "#8ab0e0"'),
        ('primary = "#123456"\naccent = "rde"', '2:1: "accent" is no colour: "rde". Did you mean "red"?'),
        ('primary = "#123456"\nacent = "red"', '2:1: A theme has no "acent". Did you mean "accent"?'),
        (
            'primary = "#123456"\n[variables]\nbias-lft = "red"',
            '3:1: A theme has no "bias-lft". Did you mean "bias-left"?',
        ),
        ('primary = "#123456"\ndark = "yes"', '2:1: "dark" has to be true or false. Write dark = true for a dark '),
        ("primary = 7", '1:1: "primary" has to be a colour in quotes. Write, say, primary = "#8ab0e0"'),
        ('primary = "#12345680"', '1:1: "primary" has to be a full colour. '),
        ('primary = "ansi_red"', '1:1: "primary" has to be a full colour. '),
        ("dark = true", '1:1: The theme has no "primary" colour. '),
        ('primary = "red"\nvariables = 1', '2:1: "variables" has to be a table. '),
        ('name = "[b]x"\nprimary = "red"', '1:1: "[b]x" can\'t be the name of a theme. A name has at most 40 '),
        ('name = "nord"\nprimary = "red"', '1:1: There is another theme "nord". Give this one another name.'),
        (b"\xff", "1:1: The theme is not UTF-8 text. Save it as UTF-8."),
        ("\ufeffdark = true".encode("utf-16-le"), "1:1: The theme is UTF-16, not UTF-8 text. Save it as UTF-8."),
        ("#" * (MOST_BYTES + 1), "0:0: The theme can't be read: it is larger than 64 kB. "),
        ("a = " + "[" * 20_000, "The theme is not TOML"),
    ],
)
def test_what_is_wrong_is_reported_with_its_line_and_the_fix(tmp_path: Path, text: str | bytes, told: str) -> None:
    path = write(tmp_path, "a.toml", text)
    with pytest.raises(FormatError) as caught:
        read_theme(path, ("nord",))
    said = str(caught.value.problem("a.toml"))
    assert said.startswith("a.toml:")
    assert told in said


def test_a_file_that_is_wrong_costs_only_itself(tmp_path: Path) -> None:
    write(tmp_path, "bad.toml", "primary = ")
    write(tmp_path, "sea.toml", SEA)
    write(tmp_path, "twin.toml", SEA)
    write(tmp_path, "notes.txt", "no theme")
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    read = read_user_themes(tmp_path, ())
    assert [each.theme.name for each in read.themes] == ["sea"]
    assert [Path(problem.path).name for problem in read.problems] == [
        "bad.toml", "folder.toml", "pipe.toml", "twin.toml",
    ]  # fmt: skip


def test_no_folder_is_no_problem_and_a_file_in_its_place_is(tmp_path: Path) -> None:
    missing = read_user_themes(tmp_path / "themes", ())
    assert (missing.themes, missing.problems) == ((), ())
    write(tmp_path, "themes", "")
    (problem,) = read_user_themes(tmp_path / "themes", ()).problems
    assert "can't be read" in problem.message


def test_not_more_than_so_many_files_are_read(tmp_path: Path) -> None:
    for number in range(MOST_THEMES + 1):
        write(tmp_path, f"t{number:03}.toml", 'primary = "#7fb4d8"')
    read = read_user_themes(tmp_path, ())
    assert len(read.themes) == MOST_THEMES
    assert [problem.message for problem in read.problems] == [f"There are more than {MOST_THEMES} themes."]


async def test_a_theme_of_the_user_is_used_and_its_own_colours_are_kept(full_desk: Desk) -> None:
    write(full_desk.paths.theme_folder, "sea.toml", SEA)
    async with full_desk.open(config=Config(read_after=0, theme="sea")) as ui:
        assert ui.notices() == []
        assert ui.main.styles.background == Color.parse("#10202c")
        assert ui.app.theme_variables["quiet"] == "#9FB0BD"
        assert [piece for piece in pieces(ui) if piece.has_words and piece.contrast < READABLE] == []


async def test_a_theme_of_the_user_stands_after_those_of_the_program(full_desk: Desk) -> None:
    write(full_desk.paths.theme_folder, "sea.toml", SEA)
    async with full_desk.open() as ui:
        names = list(ui.app.themes)
        assert names[:3] == ["newsreader-dark", "newsreader-light", "sea"]
        assert names[3:] == sorted(set(ui.app.available_themes) - set(names[:3]))
        await ui.press("T", *"sea", "enter")
        assert ui.app.theme == "sea"


async def test_what_is_wrong_with_themes_is_reported_in_one_notice(full_desk: Desk) -> None:
    write(full_desk.paths.theme_folder, "bad.toml", "primary = ")
    async with full_desk.open(config=Config(read_after=0, theme="newsreader-ligth")) as ui:
        (notice,) = ui.notices()
        assert notice.startswith("Config: 2 problems (newsreader doctor tells all), the first: ")
        assert "bad.toml:1:1: The theme is not TOML" in notice
        assert ui.app.appearance_problems[1:] == [
            'There is no theme "newsreader-ligth". Did you mean "newsreader-light"?'
        ]
        assert ui.app.theme == "newsreader-dark"


@pytest.mark.parametrize("theme", ["textual-dark", "dracula", "ansi-light"])
async def test_the_themes_of_textual_can_be_begun_with(full_desk: Desk, theme: str) -> None:
    async with full_desk.open(config=Config(read_after=0, theme=theme)) as ui:
        assert ui.app.theme == theme
        assert ui.app.theme_variables["quiet"]
