"""Whether other programs used the machine while something was measured."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from time import perf_counter
from typing import Final, Self

import psutil

_MUCH: Final = 0.10
"""A share of all processors from which on figures say less."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds of processor time until now: of the whole machine, and of the benchmarks and all they have run."""

    clock: float
    machine: float
    own: float

    @classmethod
    def now(cls) -> Self:
        """What the system says."""
        times = psutil.cpu_times()
        idle = times.idle + getattr(times, "iowait", 0.0)
        uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        own = sum(use.ru_utime + use.ru_stime for use in uses)
        # A guest's time is in that of its user already.
        whole = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
        return cls(perf_counter(), whole - idle, own)


def of_others(before: Moment, after: Moment, processors: int | None = None) -> float:
    """The share of all processors that other programs used between two moments, from 0 to 1."""
    elapsed = (after.clock - before.clock) * (processors or psutil.cpu_count() or 1)
    if elapsed <= 0:
        return 0.0
    others = (after.machine - before.machine) - (after.own - before.own)
    return min(max(others / elapsed, 0.0), 1.0)


def told(what: str, share: float) -> str | None:
    """What is said of a share while `what` was measured; None where that is too little to matter."""
    return f"during {what}: other programs used {share:.0%} of the processors" if share >= _MUCH else None
