"""Count what the user read and what the library has, by the rating of who tells it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from newsreader.bias import SCALE
from newsreader.cli.columns import Column, table
from newsreader.cli.output import json_text, say, write
from newsreader.cli.session import open_reader
from newsreader.dates import exact_date
from newsreader.errors import NewsreaderError
from newsreader.paths import user_paths
from newsreader.reader.balance import PERIODS, Balance, PeriodCounts, balance_of, cleared_at
from newsreader.session import SessionStore

_COLUMNS: Final = (Column(), *(Column(at_right=True) for _ in PERIODS))


def show_balance(arguments: Namespace) -> int:
    """Write the counts of each period in the format of `arguments`, which may also say since when reading counts."""
    with open_reader(arguments) as reader:
        since = _counted_since(arguments, reader.now())
        balance = balance_of(reader, since)
        root = str(reader.root)
    if arguments.format == "json":
        write(json_text(_data(root, balance), indent=2) + "\n")
        return 0
    if since:
        say(f"Reading is counted from {exact_date(_moment(since))} on; newsreader balance --all counts everything.")
    _write_counts("Read", balance, lambda counts: counts.read)
    write("\n")
    _write_counts("In the library", balance, lambda counts: counts.stories)
    return 0


def _counted_since(arguments: Namespace, now: datetime) -> int:
    """Return since when reading is counted, in seconds since 1970; `arguments` may change that, and say `now`.

    Raises NewsreaderError if that can't be remembered.
    """
    store = SessionStore(user_paths().session_file)
    if arguments.clear or arguments.all:
        store.change(balance_since=cleared_at(now) if arguments.clear else 0)
        try:
            store.save()
        except OSError as error:
            raise NewsreaderError(f"Nothing was changed: {error.strerror or error}.") from error
    return store.session.balance_since


def _write_counts(name: str, balance: Balance, part: Callable[[PeriodCounts], Mapping[str, int]]) -> None:
    """Write a table with a line for each rating; that of outlets without one stands apart."""
    *rated, unrated = table([list(_rows(name, balance, part))], _COLUMNS)
    for line in (*rated, "\n", unrated):
        write(line)


def _rows(name: str, balance: Balance, part: Callable[[PeriodCounts], Mapping[str, int]]) -> Iterator[tuple[str, ...]]:
    yield name, *(counts.period.name for counts in balance.periods)
    for rating in SCALE:
        yield rating.name, *(f"{part(counts)[rating.id]:,}" for counts in balance.periods)


def _data(root: str, balance: Balance) -> dict[str, Any]:
    return {
        "library": root,
        "read_since": _moment(balance.read_since).isoformat() if balance.read_since else None,
        "periods": [
            {
                "period": counts.period.id,
                "days": counts.period.days,
                "read": dict(counts.read),
                "stories": dict(counts.stories),
            }
            for counts in balance.periods
        ],
    }


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
