"""The outlets screen: names, ratings and numbers in columns, in four orders."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from tests.ui.stage import StageUI, on_stage

from newsreader.bias import BY_ID
from newsreader.records import OutletCount
from newsreader.story import Bias, Outlet
from newsreader.ui.boxes.outlets import OutletsScreen


def outlet(name: str, rating: str = "", id: str = "") -> Outlet:
    return Outlet(id=id, name=name, bias=Bias(BY_ID[rating]) if rating else None)


COUNTS = (
    OutletCount(outlet("Delta", "lean-right"), 30, 0),
    OutletCount(outlet("Économie", "center"), 1_234, 5),
    OutletCount(outlet("", id="no-name"), 20, 3),
    OutletCount(outlet("Zeta", "left"), 7, 6),
    OutletCount(outlet("日本放送協会の長い長い長い長い長い長い長い名前", "mixed"), 20, 11),
)


def names(ui: StageUI[Outlet | None]) -> list[str]:
    return [line.split()[0] for line in ui.listed()]


def places(line: str, *words: str) -> list[int]:
    """The column in which each of the words ends."""
    return [cell_len(line[: line.rindex(word) + len(word)]) for word in words]


async def test_the_numbers_stand_below_their_names() -> None:
    async with on_stage(OutletsScreen(COUNTS), (120, 36)) as ui:
        heading = ui.box.query_one("#outlets-heading").render_line(0).text
        first, second, third, fourth, last = (ui.choices.render_line(y).text for y in range(5))
        assert heading.split() == ["Outlet", "Bias", "Stories", "Unread"]
        columns = places(heading, "Stories", "Unread")
        assert places(first, "30", "0") == columns
        assert places(second, "1,234", "5") == columns
        assert places(third, "20", "3") == columns
        assert places(fourth, "7", "6") == columns
        assert places(last, "20", "11") == columns
        starts = {
            cell_len(line[: line.index(start)]) for line, start in ((heading, "Bias"), (first, "···●·"), (third, "Not"))
        }
        assert starts == {places(heading, "Bias")[0] - 4}
        assert "···●· Lean Right" in first
        assert "Mixed" in last


async def test_a_narrow_window_keeps_the_gauge_without_its_words() -> None:
    async with on_stage(OutletsScreen(COUNTS), (40, 12)) as ui:
        heading = ui.box.query_one("#outlets-heading").render_line(0).text
        columns = places(heading, "Stories", "Unread")
        lines = [ui.choices.render_line(y).text for y in range(5)]
        assert [line.split()[-3:] for line in lines] == [
            ["···●·", "30", "0"],
            ["··●··", "1,234", "5"],
            ["·····", "20", "3"],
            ["●····", "7", "6"],
            ["mixed", "20", "11"],
        ]
        assert places(lines[1], "1,234", "5") == columns
        assert places(lines[4], "20", "11") == columns
        assert "…" in lines[4]


async def test_the_order_goes_round_and_the_border_says_which_it_is() -> None:
    async with on_stage(OutletsScreen(COUNTS)) as ui:
        seen = []
        for _ in range(5):
            order = ui.text().rsplit("order: ", 1)[1].split()[0]
            seen.append((order, names(ui)))
            await ui.press("ctrl+s")
        nhk = seen[0][1][-1]
        assert nhk.startswith("日本")
        assert seen == [
            ("name", ["Delta", "Économie", "no-name", "Zeta", nhk]),
            ("stories", ["Économie", "Delta", "no-name", nhk, "Zeta"]),
            ("unread", [nhk, "Zeta", "Économie", "no-name", "Delta"]),
            ("bias", ["Zeta", "Économie", "Delta", nhk, "no-name"]),
            ("name", ["Delta", "Économie", "no-name", "Zeta", nhk]),
        ]


async def test_a_new_order_starts_at_its_top_and_keeps_what_was_typed() -> None:
    async with on_stage(OutletsScreen(COUNTS)) as ui:
        await ui.press("down", "down", "ctrl+s")
        assert ui.at_cursor().startswith("Économie")
        await ui.press(*"de")
        assert names(ui) == ["Delta"]
        await ui.press("ctrl+s")
        assert names(ui) == ["Delta"]


async def test_enter_leaves_with_the_outlet() -> None:
    async with on_stage(OutletsScreen(COUNTS)) as ui:
        await ui.press(*"eco", "enter")
        assert await ui.result() == COUNTS[1].outlet


async def test_a_capital_s_is_a_letter_and_nothing_is_removed() -> None:
    async with on_stage(OutletsScreen(COUNTS)) as ui:
        await ui.press("delete", "S")
        assert ui.is_open()
        assert ui.listed() == ["No outlet fits."]
        assert "order: name" in ui.text()


async def test_a_library_without_outlets_says_so() -> None:
    async with on_stage(OutletsScreen(())) as ui:
        assert ui.listed() == ["No story names an outlet."]
        await ui.press("ctrl+s", "enter", "escape")
        assert await ui.result() is None


@pytest.mark.parametrize("theme", ["newsreader-dark", "newsreader-light"])
async def test_the_mark_of_the_gauge_has_the_colour_of_its_place(theme: str) -> None:
    async with on_stage(OutletsScreen(COUNTS), theme=theme) as ui:
        marks = [style for text, style, _ in ui.choices.render_line(0) if text == "●" and style]
        colour = ui.app.theme_variables["bias-lean-right"]
        assert [mark.color.get_truecolor().hex for mark in marks if mark.color] == [colour]
