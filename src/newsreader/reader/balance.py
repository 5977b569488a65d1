"""Count what was read and what the library has, by the rating of the outlets. It counts; it judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from newsreader.bias import SCALE
from newsreader.dates import instants
from newsreader.index.rank_counts import RankCounts, rank_counts

if TYPE_CHECKING:
    from newsreader.reader.reader import Reader


class Period(Struct, frozen=True):
    """A time up to now: the last `days`, today among them, or None for all time. `id` is its name in data."""

    id: str
    name: str
    days: int | None


PERIODS: Final = (
    Period("week", "7 days", 7),
    Period("month", "30 days", 30),
    Period("year", "365 days", 365),
    Period("all", "All", None),
)
"""The periods that are counted, the shortest first."""


class PeriodCounts(Struct, frozen=True):
    """How many stories were `read` in a period, and how many `stories` of the library are of it by their dates.

    Both have each rating by its id, in the order of the scale. Stories without a date are only in the count of all.
    """

    period: Period
    read: Mapping[str, int]
    stories: Mapping[str, int]


class Balance(Struct, frozen=True):
    """What was read and what the library has, for each of `PERIODS`.

    `read_since` is the moment before which no reading is counted, in seconds since 1970; 0 counts all.
    """

    periods: tuple[PeriodCounts, ...]
    read_since: int = 0


def cleared_at(moment: datetime) -> int:
    """Return since when reading counts if it is cleared at this moment, in seconds since 1970: from the next second on.

    So what was read a moment ago does not count.
    """
    return int(moment.timestamp()) + 1


def balance_of(reader: Reader, read_since: int = 0) -> Balance:
    """Count the stories of the library of `reader`. For a worker.

    What was read before `read_since`, in seconds since 1970, is not counted. Stories that are hidden or muted are left
    out, as in lists. The rating of a story is the one that its outlet has now.
    """
    reader.store_marks()
    with reader.index.detects_corruption():
        counts = rank_counts(
            reader.index.path,
            [
                (reader.query(f"date:{period.days}d" if period.days else ""), max(_begins(reader, period), read_since))
                for period in PERIODS
            ],
        )
    return Balance(tuple(map(_named, PERIODS, counts)), read_since)


def _begins(reader: Reader, period: Period) -> int:
    """Return the first second of a period, 0 for all time."""
    if period.days is None:
        return 0
    return instants(reader.today() - timedelta(days=period.days - 1), None)[0][0]


def _named(period: Period, counts: RankCounts) -> PeriodCounts:
    return PeriodCounts(period, _by_rating(counts.read), _by_rating(counts.stories))


def _by_rating(ranks: Mapping[int, int]) -> dict[str, int]:
    return {rating.id: ranks.get(rating.rank, 0) for rating in SCALE}
