"""The tags screen: toggle a tag, or make one."""

from __future__ import annotations

import pytest
from tests.ui.stage import on_stage

from newsreader.records import TagCount
from newsreader.tags import TAG_LIMIT, clean_tag
from newsreader.ui.boxes.tags import TagChoice, TagScreen

TAGS = (TagCount("art history", 1), TagCount("fair trade", 12), TagCount("trade", 1_204), TagCount("Résumé", 3))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  read   again ", "read again"),
        ("a, b", "a b"),
        ('the "big" one', "the big one"),
        ("«la» „der“ “the”", "la der the"),
        ("don't", "don't"),
        ("two\nlines\x1b[31m\u202e", "two lines"),
        ("日本", "日本"),
        ("x" * 80, "x" * TAG_LIMIT),
        ("x" * 59 + " y", "x" * 59),
        ("", ""),
        (' ," ', ""),
        ("!?", ""),
        ("🔥", "🔥"),
        ("™", ""),
    ],
)
def test_what_is_left_of_a_tag(text: str, name: str) -> None:
    assert clean_tag(text) == name
    assert clean_tag(name) == name


async def test_it_shows_all_tags_and_marks_those_that_are_there() -> None:
    async with on_stage(TagScreen(TAGS, frozenset({"trade", "only here"}), 1)) as ui:
        assert [line.split() for line in ui.listed()] == [
            ["✓", "only", "here"],
            ["art", "history", "1", "story"],
            ["fair", "trade", "12", "stories"],
            ["✓", "trade", "1,204", "stories"],
            ["Résumé", "3", "stories"],
        ]
        assert "╭─ Tags ─" in ui.text()


async def test_the_title_says_how_many_stories_are_meant() -> None:
    async with on_stage(TagScreen(TAGS, frozenset(), 1_234)) as ui:
        assert "╭─ Tags of 1,234 stories ─" in ui.text()


@pytest.mark.parametrize(
    ("keys", "choice"),
    [
        (("enter",), TagChoice("art history", True)),
        ((*"trade", "enter"), TagChoice("trade", False)),
        ((*"TRADE", "enter"), TagChoice("trade", False)),
        ((*"tra", "up", "enter"), TagChoice("fair trade", True)),
        ((*"resume", "enter"), TagChoice("Résumé", True)),
        ((*"art", "enter"), TagChoice("art history", True)),
        ((*"art", "down", "enter"), TagChoice("art", True)),
        ((*"new", "space", *"tag", "enter"), TagChoice("new tag", True)),
        ((*"a,b", "enter"), TagChoice("a b", True)),
        (("escape",), None),
    ],
)
async def test_enter_toggles_the_tag_or_makes_the_new_one(keys: tuple[str, ...], choice: TagChoice | None) -> None:
    async with on_stage(TagScreen(TAGS, frozenset({"trade"}), 1)) as ui:
        await ui.press(*keys)
        assert await ui.result() == choice


async def test_a_new_tag_is_offered_last_and_only_if_it_is_new() -> None:
    async with on_stage(TagScreen(TAGS, frozenset(), 1)) as ui:
        await ui.press(*"trad")
        assert ui.listed()[-1] == "+ make the tag “trad”"
        assert len(ui.listed()) == 3
        await ui.press("e")
        assert len(ui.listed()) == 2
        assert "make" not in ui.text()


async def test_a_tag_of_signs_alone_is_not_made() -> None:
    async with on_stage(TagScreen(TAGS, frozenset(), 1)) as ui:
        await ui.press("comma", "quotation_mark")
        assert ui.listed() == ["A tag needs a letter, a digit or a symbol."]
        await ui.press("enter")
        assert ui.is_open()


async def test_without_tags_it_says_how_to_make_one() -> None:
    async with on_stage(TagScreen((), frozenset(), 1)) as ui:
        assert ui.listed() == ["No tags yet: type one to make it."]
        await ui.press("enter")
        assert ui.is_open()
        await ui.press(*"one", "enter")
        assert await ui.result() == TagChoice("one", True)


async def test_a_hostile_tag_is_shown_as_it_is_and_left_as_it_was() -> None:
    hostile = "[@click=app.quit]\x1b]52;c;eA==\x07bad\u202e[/]"
    async with on_stage(TagScreen((TagCount(hostile, 2),), frozenset({hostile}), 1)) as ui:
        assert ui.listed()[0].startswith("✓ [@click=app.quit]bad[/]")
        await ui.press("enter")
        assert await ui.result() == TagChoice(hostile, False)
