"""A day with a model that lies: what it made up is marked wherever its summary is read."""

from __future__ import annotations

import json
import re

from tests.news.conftest import Reader
from tests.news.false_model import TEXT, FalseModel
from tests.news.server import FeedServer
from tests.news.texts import item, rss


def test_what_a_model_made_up_is_marked_from_the_feed_to_the_page(reader: Reader, server: FeedServer) -> None:
    items = [item(number).replace("took its first boat on Monday.", f"is new. {TEXT}") for number in (1, 2)]
    reader.feeds(server.serve("/feed", rss(*items, item(3))))
    assert "3 new stories" in reader.fetch().stderr

    model = FalseModel(server)
    with reader.config.open("a", encoding="utf-8") as file:
        file.write(model.config("lying"))
    reckoned = reader.run("summarize", "title:'berth 1'", "--dry-run")
    assert "1 request" in reckoned.stdout
    assert reader.run("list", "has:unsupported", "--format", "ids").stdout == ""

    done = reader.run("summarize", "title:'berth 1'")
    story_id = done.stdout.strip()
    assert "1 has numbers or names that its text does not have" in done.stderr

    assert reader.run("list", "has:unsupported", "--format", "ids").stdout == f"{story_id}\n"
    shown = reader.run("show", story_id).stdout
    told = " ".join(shown.split())
    lie = re.search(r"On 31 February 2044 Zebulon Quixote paid 987,654 euros\. · not in the text: ([^•]*)", told)
    assert lie is not None
    assert {"2044", "Zebulon Quixote"} <= {each.strip() for each in lie[1].split(",")}
    assert "Summary and key points were written by an AI (lying)." in told
    data = json.loads(reader.run("show", story_id, "--format", "json").stdout)
    assert any("Zebulon Quixote" in each["not_in_text"] for each in data["unsupported"])
    assert data["origin"]["model"] == "lying"
    assert data["title"] == "The harbour opens berth 1"

    reader.run("summarize", "title:'berth 1'", "--with", "extract")
    assert reader.run("list", "has:unsupported", "--format", "ids").stdout == ""
    assert "written by an AI" not in reader.run("show", story_id).stdout
    assert reader.run("check").stdout == ""
