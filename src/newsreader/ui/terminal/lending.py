"""Lending the terminal to another program until it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App


def lend_terminal(app: App[Any], run: Callable[[], int]) -> int:
    """Give the terminal to the program that is started by `run`, and return its exit code.

    Nothing is read or drawn before the terminal is taken back. Raises SuspendNotSupported where it can't be lent, and
    the OSError of `run`.
    """
    code, failure = 0, None
    with app.suspend():  # which takes the terminal back only where nothing is raised inside
        try:
            code = run()
        except OSError as error:
            failure = error
    if failure is not None:
        raise failure
    return code
