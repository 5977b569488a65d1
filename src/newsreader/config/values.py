"""Values of settings that stand in tables: what each has to be is the end of a sentence in a ValueError."""

from __future__ import annotations


def number_within(value: object, least: float, most: float) -> float:
    """Return a number within bounds. Raises ValueError, whose text says what it has to be."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"has to be a number from {least:g} to {most:g}")
    return float(value)


def switch(value: object) -> bool:
    """Return true or false. Raises ValueError, whose text says what it has to be."""
    if not isinstance(value, bool):
        raise ValueError("has to be true or false")
    return value


def plain_line(value: object) -> str:
    """Return text of one line. Raises ValueError, whose text says what it has to be."""
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("has to be text in quotes, on one line")
    return value.strip()
