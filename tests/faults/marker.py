"""A user who marks stories at random and reports each mark when it is done."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.unit.shelf import Shelf

from newsreader.reader import Reader
from newsreader.state.state import State

STORIES: Final = 60
Fact = tuple[str, str]
"""What is marked how: "read", "bookmark", "note" or "tag NAME", and the id of the story."""

Facts = dict[Fact, str]
"""What is marked; a note with its text, all else with "yes". What is not marked is not here."""


@dataclass(frozen=True, slots=True)
class Step:
    """One mark: the new value of each fact ("" where it removes the mark), and how to set it."""

    facts: Facts
    perform: Callable[[], object]

    def line(self) -> str:
        """The facts, on one line."""
        return json.dumps([[*fact, value] for fact, value in self.facts.items()], ensure_ascii=False)


def facts_on(line: str) -> Facts:
    """The facts of a line that `Step.line` made."""
    return {(what, story_id): value for what, story_id, value in json.loads(line)}


def with_step(facts: Facts, step: Facts) -> Facts:
    """What is marked after a step."""
    return {fact: value for fact, value in {**facts, **step}.items() if value}


def library(folder: Path) -> Shelf:
    """A library to mark the stories of."""
    shelf = Shelf(folder)
    shelf.put("all.yaml", *({"title": f"Story {number}", "id": f"s{number:02}"} for number in range(STORIES)))
    return shelf


def facts_of(state: State) -> Facts:
    """What is marked in a state."""
    facts: Facts = {("bookmark", bookmark.story.id): "yes" for bookmark in state.bookmarks.all()}
    for story_id, marks in state.marks.all_marks().items():
        facts |= {(f"tag {tag}", story_id): "yes" for tag in marks.tags}
        facts |= {("read", story_id): "yes"} if marks.read_at is not None else {}
        facts |= {("note", story_id): marks.note} if marks.note else {}
    return facts


def mark(shelf: Shelf, seed: int, tell: Callable[[str], None], most: int = 1_000_000) -> None:
    """Open a reader and mark; report each step before it begins and when it is done."""
    with closing(shelf.reader(synced=False)) as reader:
        reader.open_state()
        reader.sync()
        tell("open")
        for step in steps(reader, random.Random(seed), most):
            tell(step.line())
            step.perform()
            tell("done")
        reader.marking.flush_marks()


def steps(reader: Reader, chance: random.Random, most: int) -> Iterator[Step]:
    """Give random marks, on one or many stories at once. Carry out each one before the next."""
    found = reader.search.select(reader.query(""))
    assert found is not None
    ids = {row.story: row.id for row in reader.search.rows(list(found))}
    for number in range(most):
        some = chance.sample(sorted(ids), 1 if chance.random() < 0.7 else chance.randrange(2, STORIES))
        step = _step(reader, chance, some, [ids[each] for each in some], number)
        before = _before(reader, step.facts, {story_id: row for row, story_id in ids.items()})
        yield step
        if chance.random() < 0.15:
            taken_back = {fact: before.get(fact, "") for fact in step.facts}
            if taken_back != step.facts:
                yield Step(taken_back, reader.history.undo)


def _step(reader: Reader, chance: random.Random, rows: list[int], ids: list[str], number: int) -> Step:
    yes = "yes" if chance.random() < 0.7 else ""
    match chance.choice(("bookmark", "read", "tag", "note")):
        case "bookmark":
            return Step(
                {("bookmark", each): yes for each in ids}, lambda: reader.marking.set_bookmarks(rows, bool(yes))
            )
        case "read":
            return Step({("read", each): yes for each in ids}, lambda: reader.marking.mark_read(rows, bool(yes)))
        case "tag":
            tag = chance.choice(("later", "work"))
            return Step({(f"tag {tag}", each): yes for each in ids}, lambda: reader.marking.tag(rows, tag, bool(yes)))
    note = f"Note {number} of this run" if yes else ""
    return Step({("note", ids[0]): note}, lambda: reader.marking.write_note(ids[0], note))


def _before(reader: Reader, facts: Facts, rows: dict[str, int]) -> Facts:
    found: Facts = {}
    for what, story_id in facts:
        stored = reader.search.story(rows[story_id])
        assert stored is not None
        marks = stored.marks
        value = {
            "bookmark": "yes" if reader.marks.is_bookmarked(rows[story_id]) else "",
            "read": "yes" if marks.read_at is not None else "",
            "note": marks.note,
        }.get(what, "yes" if what.removeprefix("tag ") in marks.tags else "")
        found[what, story_id] = value
    return found
