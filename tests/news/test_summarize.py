"""Summaries of stories by a model: what is written, what is left alone, what is asked first, and what it would cost."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from tests.news.conftest import Reader
from tests.news.false_model import PATH, TEXT, FalseModel, write_text
from tests.news.server import FeedServer
from tests.news.texts import item, rss

from newsreader.formats import parse
from newsreader.kept_sources import kept_source
from newsreader.story import Origin, Story, ai_sentence, story_to_dict


class User:
    """A user with a library and a model, for whom the program runs in this process."""

    def __init__(self, reader: Reader, server: FeedServer, call: Callable[..., CompletedProcess[str]]) -> None:
        self.reader = reader
        self.server = server
        self.model = FalseModel(server)
        self.library = reader.library
        self._call = call
        self.names("good")

    def names(self, name: str, more: str = "") -> None:
        """Name a model in the config."""
        self.reader.settings(self.server)
        with self.reader.config.open("a", encoding="utf-8") as file:
            file.write(self.model.config(name, more))

    def run(self, *words: str, code: int = 0) -> CompletedProcess[str]:
        return self._call(self.reader.home, *words, code=code)

    def fetch(self, *texts: str) -> None:
        """Fetch stories with these texts from a feed."""
        items = [
            item(number)
            .replace("<description>", f"<description><![CDATA[<p>{text}</p>]]></description><x>")
            .replace("</description></item>", "</x></item>")
            for number, text in enumerate(texts, 1)
        ]
        self.reader.feeds(self.server.serve("/feed", rss(*items)))
        self.run("fetch", "--all", "--yes")

    def stories(self) -> dict[str, Story]:
        """The stories of the library by their paths."""
        return {
            path.relative_to(self.library).as_posix(): parse(path.read_bytes(), path.name).stories[0].story
            for path in sorted(self.library.rglob("*.yaml"))
            if path.parent != self.library
        }

    def story(self) -> Story:
        """The only story."""
        (story,) = self.stories().values()
        return story

    def add(self, *words: str, text: str = TEXT) -> None:
        """Add a story by hand of the program."""
        self.run("add", str(write_text(self.library.parent, text=text)), *words)


@pytest.fixture
def user(reader: Reader, server: FeedServer, call: Callable[..., CompletedProcess[str]]) -> User:
    return User(reader, server, call)


def origin_of(story: Story) -> Origin:
    assert story.origin is not None
    return story.origin


def test_a_fetched_story_gets_a_summary_that_says_who_wrote_it(user: User) -> None:
    user.fetch(TEXT)
    before = user.story()
    done = user.run("summarize", "berth")
    after = user.story()
    origin = origin_of(after)
    assert done.stdout == f"{after.id}\n"
    assert "1 story summarized" in done.stderr
    assert after.summary.startswith("The ferry between the two towns sails again from Monday")
    assert len(after.key_points) == 3
    assert ai_sentence(after) == "Summary and key points were written by an AI (good)."
    assert (origin.made, origin.model, origin.endpoint) == ("model", "good", user.server.host)
    assert (origin.prompt, origin.tokens, origin.parts, origin.unsupported) == ("summary-1", "120", "1", "")
    assert re.fullmatch(r"\d+\.\d", origin.seconds)
    kept = kept_source(user.library, origin.text)
    assert kept == before.summary
    for name in ("id", "title", "outlet", "published", "original", "language", "topics"):
        assert getattr(after, name) == getattr(before, name)
    assert user.run("check").stdout == ""


def test_a_summary_is_not_paid_for_twice(user: User) -> None:
    user.fetch(TEXT)
    user.run("summarize", "berth")
    done = user.run("summarize", "berth")
    assert user.model.times() == 1
    assert "1 story has such a summary already." in done.stderr
    user.names("no form")
    user.run("summarize", "berth")
    assert origin_of(user.story()).model == "no form"
    assert kept_source(user.library, origin_of(user.story()).text) is not None


def test_sentences_of_the_text_take_the_place_of_what_a_model_wrote(user: User) -> None:
    user.fetch(TEXT)
    user.names("lying")
    user.run("summarize", "berth")
    assert "Quixote" in user.story().summary
    done = user.run("summarize", "berth", "--with", "extract")
    after = user.story()
    assert "1 story summarized" in done.stderr
    assert "Quixote" not in after.summary
    assert ai_sentence(after) == ""
    assert origin_of(after) == Origin(origin_of(after).feed, origin_of(after).fetched, "extract", origin_of(after).text)


def test_what_a_text_does_not_have_is_told_where_it_is_not_kept(user: User) -> None:
    user.fetch(TEXT)
    user.names("lying", "keep_sources = false\n")
    user.run("summarize", "berth")
    assert "Quixote" in origin_of(user.story()).unsupported
    assert not (user.library / ".sources").exists()
    assert user.run("list", "has:unsupported", "--format", "ids").stdout == f"{user.story().id}\n"
    assert "not in the text: " in user.run("show", user.story().id).stdout


def test_sentences_need_no_model(user: User) -> None:
    user.fetch(TEXT)
    user.reader.settings(user.server)
    user.run("summarize", "berth", "--with", "extract")
    assert origin_of(user.story()).made == "extract"
    assert user.model.times() == 0


def test_without_a_model_the_command_says_how_to_name_one(user: User) -> None:
    user.reader.settings(user.server)
    done = user.run("summarize", "berth", code=2)
    assert "No model is named. Write endpoint and model into [summarize] of the config" in done.stderr


# What is left alone


def test_what_somebody_has_edited_is_left_alone(user: User) -> None:
    user.fetch(TEXT)
    (path,) = user.stories()
    with (user.library / path).open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    own = (user.library / path).read_bytes()
    done = user.run("summarize", "berth", code=1)
    assert (user.library / path).read_bytes() == own
    assert done.stderr.endswith("It was written or edited by somebody, so it stays as it is.\n")
    assert user.model.times() == 0


def test_what_somebody_edits_meanwhile_is_left_alone(user: User) -> None:
    user.fetch(TEXT)
    (path,) = user.stories()
    answers = user.server.routes[PATH]

    def edit(request: Any) -> Any:
        with (user.library / path).open("a", encoding="utf-8") as file:
            file.write("# mine\n")
        return answers(request)

    user.server.routes[PATH] = edit
    done = user.run("summarize", "berth", code=1)
    assert (user.library / path).read_text(encoding="utf-8").endswith("# mine\n")
    assert "It was edited meanwhile, so it stays as it is." in done.stderr


def test_what_a_model_wrote_and_somebody_edited_is_left_alone(user: User) -> None:
    user.fetch(TEXT)
    user.run("summarize", "berth")
    (path,) = user.stories()
    text = (user.library / path).read_text(encoding="utf-8")
    (user.library / path).write_text(text.replace("Bicycles", "Bikes"), encoding="utf-8")
    user.run("summarize", "berth", "--with", "extract", code=1)
    assert "Bikes" in (user.library / path).read_text(encoding="utf-8")


def test_a_story_written_by_hand_is_left_alone(user: User) -> None:
    path = user.library / "mine.yaml"
    path.write_text(f"title: Mine\nsummary: {TEXT.splitlines()[0]}\n", encoding="utf-8")
    before = path.read_bytes()
    user.run("summarize", "title:Mine", code=1)
    assert path.read_bytes() == before


def test_a_changed_feed_does_not_replace_a_summary_that_was_paid_for(user: User) -> None:
    user.fetch(TEXT)
    user.run("summarize", "berth")
    before = user.story()
    user.fetch(TEXT.replace("Monday", "Tuesday"))
    assert user.story() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The ferry sails again.", "Its text has 22 characters, and needs 400."),
        (f"{TEXT} Subscribe to continue reading.", "the rest is for subscribers"),
        (f"{TEXT} Already a subscriber? Log in", "the rest is for subscribers"),
        (f"{TEXT} Jetzt abonnieren und weiterlesen", "the rest is for subscribers"),
        (f"{TEXT} And then […]", "Its text breaks off"),
        (f"{TEXT} And then...", "Its text breaks off"),
    ],
)
def test_too_little_text_is_refused_and_says_how_to_get_more(user: User, text: str, told: str) -> None:
    user.fetch(text)
    before = user.stories()
    done = user.run("summarize", "berth", code=1)
    assert told in done.stderr
    assert "newsreader add https://gazette.example/1 --summarize model" in done.stderr
    assert user.stories() == before
    assert user.model.times() == 0


def test_an_address_that_is_told_as_part_of_a_command_is_quoted(user: User) -> None:
    user.reader.feeds(user.server.serve("/feed", rss(item(1, link="https://gazette.example/$(id)?a=1&amp;b=2"))))
    user.run("fetch", "--all", "--yes")
    done = user.run("summarize", "berth", code=1)
    assert "newsreader add 'https://gazette.example/$(id)?a=1&b=2' --summarize model" in done.stderr


# Bad answers


@pytest.mark.parametrize("name", ["chatty", "broken", "half", "unknown", "redirecting", "no json", "huge", "cut"])
def test_a_bad_answer_writes_nothing(user: User, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.news.model._PAUSES", (0.0, 0.0))
    user.fetch(TEXT)
    before = user.reader.stories()
    user.names(name)
    done = user.run("summarize", "berth", code=1)
    assert user.reader.stories() == before
    assert "0 stories summarized" in done.stderr
    assert "“The harbour opens berth 1”: " in done.stderr


def test_one_story_that_fails_costs_no_other(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.news.model._PAUSES", (0.0, 0.0))
    user.fetch(TEXT, f"{TEXT} Second.", f"{TEXT} Third.")
    answers = user.server.routes[PATH]
    user.server.routes[PATH] = lambda request: b"" if b"Second" in request.body else answers(request)
    done = user.run("summarize", "berth", code=1)
    assert "2 stories summarized" in done.stderr
    assert "“The harbour opens berth 2”: The connection broke off." in done.stderr
    assert sum(origin_of(story).made == "model" for story in user.stories().values()) == 2


def test_an_endpoint_that_lets_nobody_in_is_not_asked_again(user: User) -> None:
    user.fetch(TEXT, f"{TEXT} Second.", f"{TEXT} Third.")
    user.names("guarded")
    done = user.run("summarize", "berth", code=1)
    assert user.model.times() == 1
    assert "It needs a key: see key_env in [summarize]." in done.stderr
    assert "2 stories were not tried after that." in done.stderr


def test_a_run_ends_after_three_failures_in_a_row(user: User) -> None:
    user.fetch(*(f"{TEXT} Number {number}." for number in range(5)))
    user.names("half")
    done = user.run("summarize", "berth", code=1)
    assert user.model.times() == 3
    assert "2 stories were not tried after that." in done.stderr


def test_numbers_and_names_that_the_text_does_not_have_are_noted(user: User) -> None:
    user.fetch(TEXT)
    user.names("lying")
    done = user.run("summarize", "berth")
    unsupported = origin_of(user.story()).unsupported.split("; ")
    assert "Zebulon Quixote" in unsupported
    assert "987,654" in " ".join(unsupported)
    assert "1 has numbers or names that its text does not have" in done.stderr


def test_it_says_how_many_summaries_tell_what_their_texts_do_not(user: User) -> None:
    user.fetch(*(f"{TEXT} Number {number}." for number in range(2)))
    user.names("lying")
    told = "2 have numbers or names that their texts do not have: newsreader list has:unsupported"
    assert told in user.run("summarize", "berth").stderr


def test_nothing_but_words_comes_from_a_model(user: User) -> None:
    user.fetch(TEXT)
    before = user.story()
    user.names("linking")
    user.run("summarize", "berth")
    after = user.story()
    assert "evil" not in user.reader.stories().popitem()[1]
    for name in ("id", "title", "outlet", "published", "original", "language", "topics"):
        assert getattr(after, name) == getattr(before, name)
    assert "evil" not in (user.library / "outlets.yaml").read_text(encoding="utf-8")


def test_a_language_that_the_config_asks_for_is_that_of_the_story(user: User) -> None:
    user.fetch(TEXT)
    user.names("good", 'language = "de"')
    user.run("summarize", "berth")
    assert user.story().language == "de"


# The key


def test_the_key_is_in_no_message_and_no_file(user: User, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("the-right-key\n", encoding="utf-8")
    user.fetch(TEXT)
    user.names("guarded", f'key_file = "{file}"')
    done = user.run("summarize", "berth")
    assert user.server.asked(PATH)[0].headers["authorization"] == "Bearer the-right-key"
    user.names("no request", f'key_file = "{file}"')
    failed = user.run("summarize", "berth", code=1)
    home = Path(user.reader.home["HOME"])
    for path in [*home.rglob("*"), *user.library.rglob("*")]:
        assert not path.is_file() or b"the-right-key" not in path.read_bytes(), path
    assert "the-right-key" not in done.stderr + done.stdout + failed.stderr


def test_a_key_that_can_not_be_had_sends_nothing(user: User) -> None:
    user.fetch(TEXT)
    user.names("guarded", 'key_env = "NO_SUCH_KEY"')
    done = user.run("summarize", "berth", code=2)
    assert "The variable NO_SUCH_KEY with the model's key is empty. Set NO_SUCH_KEY." in done.stderr
    assert user.model.times() == 0


# What is asked first, and what it would take


def elsewhere(user: User, more: str = "") -> None:
    """Name an endpoint that is not on this machine."""
    user.reader.settings(user.server)
    with user.reader.config.open("a", encoding="utf-8") as file:
        file.write(f'[summarize]\nendpoint = "https://models.invalid/v1"\nmodel = "big"\n{more}\n')


def test_another_host_is_named_and_asked_for_before_anything_is_sent(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.news.model._PAUSES", (0.0, 0.0))
    user.fetch(TEXT)
    elsewhere(user)
    done = user.run("summarize", "berth", code=2)
    assert re.search(
        r"Title, day and text of 1 story, about \d+ tokens, go to the model big at models\.invalid\. "
        r"Nothing of this library went to models\.invalid before\.",
        done.stderr,
    )
    assert "Give --yes to send it." in done.stderr
    asked = json.loads(user.run("summarize", "berth", "--progress", "json", code=2).stdout)
    assert (asked["event"], asked["host"]) == ("asks", "models.invalid")
    failed = user.run("summarize", "berth", "--yes", code=1)
    assert "The endpoint's host is not known." in failed.stderr
    again = user.run("summarize", "berth", code=1)
    assert "Nothing of this library went" not in again.stderr


def test_a_cost_above_what_the_config_says_is_asked_for_each_time(user: User) -> None:
    user.fetch(TEXT)
    user.names("good", "price_in = 1000\nprice_out = 1000\nask_above = 0.5")
    done = user.run("summarize", "berth", code=2)
    assert re.search(r"It costs about \d\.\d{4}\.", done.stderr)
    assert user.model.times() == 0
    user.run("summarize", "berth", "--yes")
    assert user.model.times() == 1


def test_a_dry_run_tells_what_it_would_take_and_sends_nothing(user: User) -> None:
    user.fetch(TEXT, "Too short.")
    user.names("good", "price_in = 1\nprice_out = 2")
    before = user.reader.stories()
    done = user.run("summarize", "berth", "--dry-run", code=1)
    assert re.search(r"^The harbour opens berth 1: 5\d\d characters, about \d+ tokens, 1 request$", done.stdout, re.M)
    assert re.search(r"^1 story: 5\d\d characters, .*It costs about 0\.00\d\d\. Nothing was sent\.$", done.stderr, re.M)
    told = json.loads(user.run("summarize", "berth", "--dry-run", "--format", "json", code=1).stdout)
    assert (told["requests"], told["stories"][0]["requests"], told["already"]) == (1, 1, 0)
    assert told["refused"][0]["cause"] == "Its text has 10 characters, and needs 400."
    assert 0 < told["cost"] < 0.01
    assert user.model.times() == 0
    assert user.reader.stories() == before
    assert not (user.library / ".sources").exists()


def test_json_tells_what_came_of_it(user: User) -> None:
    user.fetch(TEXT, "Too short.")
    user.names("lying")
    told = json.loads(user.run("summarize", "berth", "--format", "json", code=1).stdout)
    (made,) = told["summarized"]
    assert made["path"] in user.stories()
    assert "Zebulon Quixote" in made["unsupported"]
    assert [each["title"] for each in told["refused"]] == ["The harbour opens berth 2"]
    assert (told["failed"], told["left"], told["already"]) == ([], 0, 0)


def test_progress_is_told_line_by_line(user: User) -> None:
    user.fetch(TEXT, f"{TEXT} Second.")
    lines = user.run("summarize", "berth", "--progress", "json").stdout.splitlines()
    events = [json.loads(line) for line in lines]
    assert [each["event"] for each in events] == ["progress", "progress", "progress", "done"]
    assert [each["done"] for each in events[:3]] == [0, 1, 2]
    assert len(events[-1]["summarized"]) == 2


def test_a_query_that_finds_nothing_is_told(user: User) -> None:
    done = user.run("summarize", "nothing-like-this")
    assert "No story matches." in done.stderr
    assert user.model.times() == 0
    elsewhere(user)
    assert "go to the model" not in user.run("summarize", "nothing-like-this").stderr


# Files, and stories that are added


def test_a_file_becomes_a_story_with_a_summary(user: User) -> None:
    path = write_text(user.library.parent)
    done = user.run("summarize", str(path))
    story = user.story()
    assert done.stdout == f"{story.id}\n"
    assert story.title == "Ferry service returns after nine years"
    assert ai_sentence(story) == "Summary and key points were written by an AI (good)."
    assert kept_source(user.library, origin_of(story).text) == TEXT
    assert next(iter(user.stories())).startswith("added/")


def test_a_file_is_added_with_sentences_of_it(user: User) -> None:
    user.run("summarize", str(write_text(user.library.parent)), "--with", "extract")
    assert origin_of(user.story()).made == "extract"
    assert user.model.times() == 0


def test_an_added_story_can_be_summarized_later(user: User) -> None:
    user.add("--summarize", "none")
    user.run("summarize", "ferry")
    assert origin_of(user.story()).made == "model"


def test_adding_again_with_a_model_gives_the_story_a_summary(user: User) -> None:
    user.names("good", "keep_sources = false\n")
    user.add()
    assert origin_of(user.story()).made == "extract"
    done = user.run("summarize", "ferry", code=1)
    assert "The text that its summary was made from is not kept." in done.stderr
    user.add("--summarize", "model")
    assert origin_of(user.story()).made == "model"
    assert len(user.stories()) == 1


def test_adding_again_does_not_touch_what_somebody_edited(user: User) -> None:
    user.add()
    (path,) = user.stories()
    with (user.library / path).open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    done = user.run("add", str(write_text(user.library.parent)), "--summarize", "model", code=1)
    assert "It was written or edited by somebody" in done.stderr
    assert (user.library / path).read_text(encoding="utf-8").endswith("# mine\n")


def test_what_another_program_held_can_be_summarized_and_a_story_of_somebody_can_not(user: User) -> None:
    held = user.library.parent / "held.json"
    entry = {"title": "Ferry", "url": "https://gazette.example/f", "content": f"<p>{TEXT}</p>"}
    held.write_text(json.dumps([entry]), encoding="utf-8")
    user.run("import", "--as", "wallabag", str(held))
    own = user.library.parent / "own.jsonl"
    own.write_text(json.dumps(story_to_dict(Story("mine", "My ferry", TEXT))) + "\n", encoding="utf-8")
    user.run("import", str(own))
    done = user.run("summarize", "ferry", code=1)
    assert "1 story summarized" in done.stderr
    assert "“My ferry”: It was written or edited by somebody" in done.stderr
    assert {story.title: story.ai_generated for story in user.stories().values()} == {"Ferry": True, "My ferry": False}


def test_a_bad_answer_adds_nothing(user: User) -> None:
    user.names("half")
    done = user.run("summarize", str(write_text(user.library.parent)), code=1)
    assert "The answer was cut off" in done.stderr
    assert user.stories() == {}


def test_one_of_several_files_that_fails_costs_no_other(user: User) -> None:
    short = write_text(user.library.parent, "short.txt", "Too short.")
    long = write_text(user.library.parent, "long.txt")
    done = user.run("summarize", str(short), str(long), code=1)
    assert f"{short}: Its text has 10 characters" in done.stderr
    assert len(user.stories()) == 1


def test_files_and_a_query_do_not_go_together(user: User) -> None:
    path = write_text(user.library.parent)
    done = user.run("summarize", str(path), "ferry", code=2)
    assert "Give files, or a query, but not both" in done.stderr


def test_steps_are_told_of_stories_only(user: User) -> None:
    path = write_text(user.library.parent)
    assert "not for files" in user.run("summarize", str(path), "--progress", "json", code=2).stderr


def test_a_dry_run_of_a_file_adds_nothing(user: User) -> None:
    done = user.run("summarize", str(write_text(user.library.parent)), "--dry-run")
    assert "Nothing was sent or written." in done.stderr
    assert user.stories() == {}
    assert user.model.times() == 0


def test_a_link_in_place_of_a_file_is_not_written_through(user: User) -> None:
    user.fetch(TEXT)
    (path,) = user.stories()
    elsewhere_file = user.library.parent / "elsewhere.yaml"
    (user.library / path).rename(elsewhere_file)
    os.symlink(elsewhere_file, user.library / path)
    before = elsewhere_file.read_bytes()
    user.run("summarize", "berth", "--rescan")
    assert elsewhere_file.read_bytes() == before
    assert user.model.times() == 0
