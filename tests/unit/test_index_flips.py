"""Whatever becomes of an index on the disk, nothing comes out of a reader but the one error, and it is made again."""

from __future__ import annotations

import random
import sqlite3
from array import array
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.unit.shelf import NOW, Shelf, numbers, titles

from newsreader.dates import age
from newsreader.errors import NoSuchStoryError
from newsreader.reader import Reader
from newsreader.sync import IndexDamagedError
from newsreader.sync.results import IndexUnusableError

QUERIES = (
    "", "storm", "sto", "is:bookmarked", "tag:later", "bias:left", "sort:title", "sort:outlet", "is:read sort:read",
    "storm sort:relevance", "topic:a -is:read", "date:2024", "has:note OR id:i3",
)  # fmt: skip
ROUNDS = 6


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("flips"))
    shelf.registry({"id": "post", "name": "Post", "bias": {"rating": "left", "source": "X"}})
    for number in range(20):
        shelf.put(
            f"{number % 3}/{number}.yaml",
            *(
                {"title": f"Story {number} {part} storm", "id": f"i{number}-{part}", "outlet": "post",
                 "published": f"2024-0{1 + number % 9}-1{part}", "topics": ["a", "b"]}
                for part in range(5)
            ),
        )  # fmt: skip
    shelf.write("bad.yaml", "title: a: b\n")
    reader = shelf.reader()
    reader.marking.set_bookmark(numbers(reader)[3], True)
    reader.marking.set_read("i3-1", True)
    reader.marking.tag(numbers(reader)[:5], "later", True)
    reader.marking.flush_marks()
    reader.sync()
    reader.close()
    with closing(sqlite3.connect(shelf.paths.index_file(shelf.root))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return shelf


@pytest.fixture(scope="module")
def sound(shelf: Shelf) -> bytes:
    return shelf.paths.index_file(shelf.root).read_bytes()


def flipped(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 30))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def zeroed(data: bytearray, chance: random.Random) -> None:
    start, length = chance.randrange(len(data)), chance.choice((1, 100, 8_192))
    data[start : start + length] = bytes(len(data[start : start + length]))


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def garbled(data: bytearray, chance: random.Random) -> None:
    start, length = chance.randrange(len(data)), chance.choice((4, 64, 8_192))
    data[start : start + length] = chance.randbytes(len(data[start : start + length]))


def use(reader: Reader) -> None:
    """Do everything a reader can do; each thing that meets damage says so, and the next is tried."""

    def attempt(work: Callable[[], object]) -> None:
        with suppress(IndexDamagedError, NoSuchStoryError):
            work()

    some: list[int] = []
    for text in QUERIES:
        attempt(lambda: some.extend(reader.search.first(reader.query(text)) or ()))
        attempt(lambda: some.extend(reader.search.select(reader.query(text)) or ()))
    few = list(dict.fromkeys(some))[:100]
    attempt(lambda: [age(row.published, NOW) for row in reader.search.rows(few)])
    for number in few[:20]:
        attempt(lambda: reader.search.story(number))
    for method in (
        reader.search.problems, reader.search.problem_count, reader.search.outlets, reader.search.count, reader.search.unread_count,
        reader.search.outlet_names, reader.search.topics, reader.index.check_integrity,
    ):  # fmt: skip
        attempt(method)
    attempt(lambda: reader.search.near_unread(array("q", few), 0, 1))
    attempt(lambda: reader.search.far_unread(array("q", few), 0, 1))
    attempt(lambda: reader.search.find("i3-1"))
    attempt(lambda: reader.marking.common_tags(few[:3]))
    attempt(lambda: reader.marking.mark_read(few[:2], True))
    attempt(lambda: reader.marking.mark_read(few[:2], False))
    attempt(reader.marking.flush_marks)


def replace_index(index: Path, data: bytes) -> None:
    for file in index.parent.iterdir():
        file.unlink()
    index.write_bytes(data)


@pytest.mark.parametrize("damage", [flipped, zeroed, cut, garbled])
def test_nothing_but_the_one_error_comes_out_of_a_damaged_index(
    shelf: Shelf, sound: bytes, damage: Callable[[bytearray, random.Random], None]
) -> None:
    chance = random.Random(damage.__name__)
    index = shelf.paths.index_file(shelf.root)
    for _ in range(ROUNDS):
        data = bytearray(sound)
        damage(data, chance)
        replace_index(index, bytes(data))
        reader = shelf.reader(synced=False)
        use(reader)
        try:
            reader.sync()
        except IndexDamagedError:
            reader.reload()
        reader.close()


def test_a_folder_in_place_of_an_index_is_reported_and_left_alone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    index = shelf.paths.index_file(shelf.root)
    index.mkdir(parents=True)
    with pytest.raises(IndexUnusableError, match="delete that folder"):
        shelf.reader()
    assert index.is_dir()


@pytest.mark.parametrize(
    "prepare",
    [
        lambda index: index.with_name("index.db-wal").write_bytes(b"garbage" * 5_000),
        lambda index: index.with_name("index.db-journal").write_bytes(b"garbage" * 500),
        lambda index: index.with_name("index.db-shm").write_bytes(b"\xff" * 32_768),
        lambda index: sqlite3.connect(index).execute("PRAGMA user_version = 99").connection.close(),
        lambda index: sqlite3.connect(index).execute("PRAGMA application_id = 99").connection.close(),
    ],
    ids=["WAL", "journal", "shared memory", "newer", "foreign"],
)
def test_what_lies_in_place_of_an_index_or_beside_it_does_no_harm(
    shelf: Shelf, sound: bytes, prepare: Callable[[Path], object]
) -> None:
    index = shelf.paths.index_file(shelf.root)
    replace_index(index, sound)
    prepare(index)
    reader = shelf.reader()
    assert len(titles(reader, "storm")) == 100
    assert len(titles(reader, "is:bookmarked")) == 1
    reader.close()
