"""Summaries from the reader: a process of its own asks the model, and whoever reads goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.news.false_model import PATH, TEXT, FalseModel
from tests.news.server import FeedServer
from tests.news.texts import item, rss
from tests.ui.incoming import held, subscribe_to

from newsreader.ui.boxes.confirm import ConfirmScreen

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI


@pytest.fixture
def model(news_desk: Desk, server: FeedServer) -> FalseModel:
    """A model, and a library with a story from a feed that it can summarize."""
    text = item(1).replace("took its first boat on Monday.", f"is new. {TEXT}")
    subscribe_to(news_desk, server.serve("/a", rss(text)))
    model = FalseModel(server)
    name(news_desk, model.config("lying"))
    return model


def name(desk: Desk, text: str) -> None:
    """Have the config name a model."""
    config = desk.paths.config_file
    kept = config.read_text(encoding="utf-8").partition("[summarize]")[0]
    config.write_text(kept + text, encoding="utf-8")


def story_file(desk: Desk) -> str:
    (path,) = (desk.library.root / "news").rglob("*.yaml")
    return path.read_text(encoding="utf-8")


async def go_to_story(ui: ReaderUI) -> None:
    await ui.press("/", *"berth", "enter")
    await ui.until(lambda: ui.titles() == ["The harbour opens berth 1"], "the story is listed")
    await ui.settled()


async def told(ui: ReaderUI, text: str) -> None:
    await ui.until(lambda: any(text in each for each in ui.notices()), f"it is told: {text}")


async def test_the_story_has_its_summary_and_what_its_text_does_not_have_is_told(
    news_desk: Desk, model: FalseModel
) -> None:
    async with news_desk.open() as ui:
        await go_to_story(ui)
        assert "Quixote" not in ui.screen_text()
        await ui.pilot.press("M")
        await told(ui, "“The harbour opens berth 1” has its summary. Not in its text:")
        await ui.settled()
        assert any("Zebulon Quixote" in each for each in ui.notices())
        await ui.until(lambda: "31 February 2044" in ui.screen_text(), "the story is shown anew")
    assert "made: model" in story_file(news_desk)


async def test_the_next_keys_need_not_wait_and_the_same_key_offers_to_stop(
    news_desk: Desk, model: FalseModel, server: FeedServer
) -> None:
    before = story_file(news_desk)
    with held(server, PATH, b"") as answer:
        async with news_desk.open() as ui:
            await go_to_story(ui)
            await ui.pilot.press("M")
            await ui.until(answer.asked.is_set, "the model is asked")
            await told(ui, "is with the model…")
            await ui.until(lambda: ui.app.keys.is_idle, "the next key need not wait")
            await ui.pilot.press("M")
            await ui.until(lambda: isinstance(ui.app.screen, ConfirmScreen), "it is asked whether to stop")
            await ui.pilot.press("y")
            await told(ui, "The story is as it was.")
            answer.let_go()
    assert story_file(news_desk) == before


async def test_leaving_the_reader_ends_it(news_desk: Desk, model: FalseModel, server: FeedServer) -> None:
    before = story_file(news_desk)
    with held(server, PATH, b"") as answer:
        async with news_desk.open() as ui:
            await go_to_story(ui)
            await ui.pilot.press("M")
            await ui.until(answer.asked.is_set, "the model is asked")
        answer.let_go()
    assert story_file(news_desk) == before


async def test_another_host_is_asked_for_in_a_box(news_desk: Desk, model: FalseModel) -> None:
    name(news_desk, '[summarize]\nendpoint = "https://models.invalid/v1"\nmodel = "big"\n')
    async with news_desk.open(size=(80, 24)) as ui:
        await go_to_story(ui)
        await ui.pilot.press("M")
        await ui.until(lambda: isinstance(ui.app.screen, ConfirmScreen), "it is asked")
        await ui.until(lambda: "models.invalid" in ui.screen_text(), "the host is named")
        await ui.press("n")
        await ui.settled()
    assert "made: feed" in story_file(news_desk)
    assert model.times() == 0


@pytest.mark.parametrize(
    ("config", "text"),
    [("", "No model is named."), ("half", "The answer was cut off"), ("unknown", "There is no such model")],
)
async def test_why_there_is_no_summary_is_told(news_desk: Desk, model: FalseModel, config: str, text: str) -> None:
    name(news_desk, model.config(config) if config else "")
    before = story_file(news_desk)
    async with news_desk.open() as ui:
        await go_to_story(ui)
        await ui.pilot.press("M")
        await told(ui, text)
    assert story_file(news_desk) == before


async def test_what_is_the_users_is_left_alone(news_desk: Desk, model: FalseModel) -> None:
    async with news_desk.open() as ui:
        await ui.press("G")
        await ui.settled()
        await ui.pilot.press("M")
        await told(ui, "It was written or edited by somebody, so it stays as it is.")
    assert model.times() == 0


async def test_the_sample_takes_no_summaries(full_desk: Desk) -> None:
    async with full_desk.open(full_desk.reader(is_sample=True)) as ui:
        await ui.press("M")
        await told(ui, "The sample library stays as it is.")
