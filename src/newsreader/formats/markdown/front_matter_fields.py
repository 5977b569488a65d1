"""The fields in front matter, in whichever language it is written, as values with their places."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as AbcMapping
from datetime import date, datetime, time
from typing import Any, Final

from newsreader.errors import FormatError
from newsreader.formats.markdown.front_matter import JSON, TOML, depth_of_json
from newsreader.formats.reports import Report, excerpt
from newsreader.formats.yaml.events import DEPTH_LIMIT, Mapping, Node, Scalar, Sequence, read_units
from newsreader.formats.yaml.recovery import CorrectedYaml
from newsreader.formats.yaml.source import Place

_LONGEST_TOML: Final = 200_000
"""Characters: a reader of TOML takes long for some texts that are longer."""

_FIX: Final = "Correct it, or write the fields as YAML, between two lines of `---`."
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_KEY_PART: Final = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY: Final = rf"{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART})*"
_TOML_FIELD = re.compile(rf"[ \t]*({_KEY})[ \t]*=[ \t]*")
_TOML_TABLE = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]")
_PART = re.compile(_KEY_PART)
_LONG_KEY = re.compile(rf"(?:{_KEY_PART}[ \t]*\.[ \t]*){{{DEPTH_LIMIT}}}")

_Path = tuple[str | int, ...]


def fields_of(language: str, text: str, report: Report) -> list[Node]:
    """Return the values in front matter; raises FormatError where the text is not what it has to be."""
    if language == TOML:
        return [_toml(text)]
    if language == JSON:
        _require_json(text)
    units = read_units(text, report) if language == JSON else CorrectedYaml(text, report).units()
    return [unit for unit in units if not isinstance(unit, Scalar) or unit.value]


def _require_json(text: str) -> None:
    """Raise FormatError where `text` is not JSON. What is, is YAML as well, and read as such."""
    if depth_of_json(text) > DEPTH_LIMIT:  # a deeper one is a danger to the parser
        raise _too_deep(JSON)
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        message = f"The front matter is not valid JSON: {error.msg}."
        raise FormatError(message, _FIX, error.lineno, error.colno) from error


def _toml(text: str) -> Node:
    import tomllib

    if len(text) > _LONGEST_TOML:
        raise FormatError(f"The front matter in TOML is longer than {_LONGEST_TOML:,} characters.", "Shorten it.")
    if _LONG_KEY.search(text):
        raise _too_deep(TOML)
    try:
        data = tomllib.loads(text, parse_float=str)
        return _node(data, _toml_places(text), (), Place(0, 0), 0)
    except RecursionError as error:
        raise _too_deep(TOML) from error
    except ValueError as error:
        if not isinstance(error, tomllib.TOMLDecodeError):
            raise FormatError("The front matter in TOML has a number that is far too long.", _FIX) from error
        found = _TOML_PLACE.search(str(error))
        lines = text.split("\n")
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (len(lines), len(lines[-1]) + 1)
        reason = excerpt(_TOML_PLACE.sub("", str(error)), 100)
        raise FormatError(f"The front matter is not valid TOML: {reason}.", _FIX, line, column) from error


def _too_deep(language: str) -> FormatError:
    message = f"The front matter in {language} is nested deeper than {DEPTH_LIMIT} levels."
    return FormatError(message, "Remove some levels.")


def _node(value: Any, places: AbcMapping[_Path, tuple[Place, Place]], path: _Path, place: Place, depth: int) -> Node:
    """Return `value` as nodes, each at its own place or at that of what it is part of."""
    if depth > DEPTH_LIMIT:
        raise RecursionError
    if isinstance(value, dict):
        mapping = Mapping(place)
        for key, part in value.items():
            at, below = places.get((*path, key), (place, place))
            mapping.items += [Scalar(at, key, '"'), _node(part, places, (*path, key), below, depth + 1)]
        return mapping
    if isinstance(value, list):
        sequence = Sequence(place)
        for number, part in enumerate(value):
            at = places.get((*path, number), (place, place))[0]
            sequence.items.append(_node(part, places, (*path, number), at, depth + 1))
        return sequence
    return Scalar(place, _text(value), '"')


def _text(value: str | bool | int | date | datetime | time) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _toml_places(text: str) -> dict[_Path, tuple[Place, Place]]:
    """Return where the name and the value of each field stand, as far as a look at the lines shows."""
    places: dict[_Path, tuple[Place, Place]] = {}
    counts: dict[_Path, int] = {}
    table: _Path = ()
    quotes = ""
    for number, line in enumerate(text.split("\n")):
        if quotes:
            quotes = "" if quotes in line else quotes
        elif found := _TOML_TABLE.match(line):
            table = _path(found[2])
            place = Place(number, found.start(1))
            if found[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                places.setdefault(table, (place, place))
                table = (*table, counts[table])
            places.setdefault(table, (place, place))
        elif found := _TOML_FIELD.match(line):
            path = (*table, *_path(found[1]))
            places.setdefault(path, (Place(number, found.start(1)), Place(number, found.end())))
            opened = line[found.end() : found.end() + 3]
            quotes = opened if opened in ('"""', "'''") and opened not in line[found.end() + 3 :] else ""
    return places


def _path(key: str) -> _Path:
    return tuple(part.strip("\"'") for part in _PART.findall(key))
