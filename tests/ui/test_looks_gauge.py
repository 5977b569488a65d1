"""The gauge shows its rating by characters first, and by colours that the colour-blind can distinguish too."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest
from rich.color import ColorSystem
from tests.ui.conftest import Desk, ReaderUI
from tests.ui.looks import pieces
from textual.color import Color
from textual.theme import Theme

from newsreader.bias import SCALE, SLOTS, Rating
from newsreader.config import Config
from newsreader.events.coverage import Coverage
from newsreader.ui.story.gauge import apart_from_gauge, large_gauge, small_gauge, small_gauge_content
from newsreader.ui.theme.builtin import OWN_THEMES
from newsreader.ui.theme.contrast import contrast

HUES: Final = ("bias-left", "bias-lean-left", "bias-center", "bias-lean-right", "bias-right")
LEAST_DISTANCE: Final = 10.0
"""The least difference of neighbours in CIE 1976 L*a*b*; one of about 2.3 can just be seen."""

SIGHTS: Final = {
    "all colours": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What an eye makes of linear red, green and blue, after Machado, Oliveira and Fernandes (2009), severity 1."""

Triple = tuple[float, float, float]


def linear(color: Color) -> list[float]:
    parts = (part / 255 for part in (color.r, color.g, color.b))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(color: Color, sight: tuple[Triple, ...]) -> Triple:
    """The colour as an eye of that sight sees it, in L*a*b* under D65."""
    red, green, blue = (
        min(max(sum(a * b for a, b in zip(row, linear(color), strict=True)), 0.0), 1.0) for row in sight
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", OWN_THEMES, ids=lambda theme: theme.name)
def test_neighbours_differ_for_every_eye(theme: Theme, sight: str) -> None:
    seen = [lab(Color.parse(theme.variables[hue]), SIGHTS[sight]) for hue in HUES]
    distances = [sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5 for pair in pairwise(seen)]
    assert len(distances) == SLOTS - 1
    assert min(distances) >= LEAST_DISTANCE, distances


def test_the_ratings_are_told_apart_by_characters_alone() -> None:
    assert len({small_gauge(rating.rank)[0] for rating in SCALE}) == len(SCALE)
    assert len({large_gauge(rating).plain for rating in SCALE}) == len(SCALE)
    without_words = [large_gauge(rating).plain.partition("\n")[0] for rating in SCALE if rating.slot is not None]
    assert len(set(without_words)) == SLOTS


def test_the_gauge_with_words_says_the_rating_by_name() -> None:
    for rating in SCALE:
        assert rating.name in small_gauge_content(rating).plain
        assert rating.name in large_gauge(rating).plain


def shelf(desk: Desk) -> None:
    """A story and an outlet for each rating."""
    desk.library.registry(
        *(
            {
                "id": rating.id,
                "name": f"Paper {rating.rank}",
                "description": f"The Paper {rating.rank} is a paper.",
                "bias": {"rating": rating.id, "source": "AllSides", "as_of": "2023-07-31"},
            }
            for rating in SCALE
        )
    )
    for rating in SCALE:
        desk.library.story(
            rating.id, f"A story {rating.rank}", outlet=rating.id, published=f"2024-06-{20 - rating.rank}"
        )


def drawn_gauge(ui: ReaderUI, rating: Rating) -> str:
    return ui.row(rating.rank).partition("\n")[2][2:7]


@pytest.mark.parametrize("size", [(122, 24), (40, 20)])
@pytest.mark.parametrize("ascii", [False, True])
async def test_the_rows_of_the_list_are_told_apart_by_characters_alone(
    desk: Desk, size: tuple[int, int], ascii: bool
) -> None:
    shelf(desk)
    async with desk.open(size=size, config=Config(read_after=0, ascii=ascii)) as ui:
        lines = ui.screen_text()
        assert len({drawn_gauge(ui, rating) for rating in SCALE}) == len(SCALE)
        if ascii:
            assert all(gauge in lines for gauge in ("#----", "-#---", "--#--", "---#-", "----#", "mixed", "-----"))


@pytest.mark.parametrize("theme", OWN_THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
async def test_the_marked_slot_stands_out_from_its_ground(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, theme: Theme, system: ColorSystem
) -> None:
    shelf(desk)
    if system is not ColorSystem.TRUECOLOR:
        monkeypatch.delenv("COLORTERM")
        monkeypatch.setenv("TERM", "xterm-256color" if system is ColorSystem.EIGHT_BIT else "xterm")
    async with desk.open(size=(122, 24), config=Config(read_after=0, theme=theme.name)) as ui:
        for _ in SCALE:
            marks = [piece for piece in pieces(ui) if piece.text == "●"]
            assert len(marks) >= SLOTS
            for mark in marks:
                assert mark.style.bold
                assert mark.style.color is not None
                assert mark.style.bgcolor is not None
                color, ground = (
                    Color(*each.downgrade(system).get_truecolor()) for each in (mark.style.color, mark.style.bgcolor)
                )
                assert contrast(color, ground) >= 3
            await ui.press("j")


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((1, 2, 3, 4, 5, 0, 0), ()),
        ((0, 0, 0, 0, 0, 2, 1), ("2 mixed, 1 unrated", "2m 1?")),
        ((0, 0, 0, 0, 0, 0, 12), ("12 unrated", "12?")),
    ],
)
def test_outlets_without_a_place_are_told_in_words_and_in_letters(
    counts: tuple[int, ...], told: tuple[str, ...]
) -> None:
    assert apart_from_gauge(Coverage(counts)) == told
