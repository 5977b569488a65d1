"""The mute rules of the config, and the stories of a library that they mute."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from newsreader.config.settings import MuteRule
from newsreader.errors import Problem, Severity
from newsreader.query import Condition, Flag, Is, Query, QueryError, Span, parse_query
from newsreader.reader.index_pool import IndexPool

_NOT_ASKED: Final = (Flag.MUTED, Flag.HIDDEN, Flag.NEW)
"""What a rule can't ask for: it would ask for what comes of it, or for what is new at this visit only."""


def understood(rules: Sequence[MuteRule], today: date) -> tuple[list[tuple[str, Query]], list[Problem]]:
    """Return the rules that can be understood, with their texts, and what is wrong with the others."""
    sound: list[tuple[str, Query]] = []
    problems: list[Problem] = []
    for rule in rules:
        try:
            sound.append((rule.text, _understood(rule.text, today)))
        except QueryError as error:
            message = f"The mute rule “{rule.text}” can't be understood: {error.message}"
            problems.append(Problem(rule.path, rule.line, 1, message, error.hint, Severity.WARNING))
    return sound, problems


def _understood(text: str, today: date) -> Query:
    query = parse_query(text, today, is_finished=True)
    if query.left_out is not None:
        raise QueryError("It is too long for one search.", query.left_out, "Make several rules of it.")
    asked = next((condition for condition in query.conditions() if _is_not_asked(condition)), None)
    if asked is not None:
        raise QueryError("A rule can't ask for is:muted, is:hidden or is:new.", asked.span, "Leave it out.")
    if query.root is None:
        fix = "Write a term, such as topic:sport."
        raise QueryError("It would mute every story.", Span(0, len(text)), fix)
    if query.sort is not None:
        raise QueryError("A rule has no order.", Span(0, len(text)), "Leave sort: out.")
    return query


def _is_not_asked(condition: Condition) -> bool:
    return isinstance(condition, Is) and condition.flag in _NOT_ASKED


class Muting:
    """Mute the stories of the index that match the rules. With None for rules, what is muted stays as it is."""

    def __init__(self, pool: IndexPool, rules: Sequence[MuteRule] | None, today: Callable[[], date]) -> None:
        self._pool = pool
        self._rules = rules
        self._today = today

    def apply(self) -> int:
        """Compare stories with the rules where that is due; returns how many came to be muted, or no longer are.

        It is for a worker while no other one compares the index with the files.
        """
        if self._rules is None:
            return 0
        from newsreader.sync.muting import mute_stories

        day = self._today()
        rules, _ = understood(self._rules, day)
        with self._pool.detects_corruption():
            try:
                return mute_stories(self._pool.path, rules, day)
            except sqlite3.OperationalError as error:
                from newsreader.state.faults import is_busy

                if is_busy(error):
                    return 0  # who writes to the index now does this at the end
                raise
