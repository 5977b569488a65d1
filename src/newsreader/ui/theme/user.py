"""The user's own colour themes: a folder with a TOML file for each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from textual.color import Color, ColorParseError
from textual.theme import Theme

from newsreader.errors import FormatError, Problem, Severity
from newsreader.regular_file import NotTextError, read_text_file
from newsreader.text import clean_line
from newsreader.ui.theme.builtin import OWN_VARIABLES

MOST_THEMES: Final = 100
MOST_BYTES: Final = 64 * 1024
_COLORS: Final = (
    "primary", "secondary", "warning", "error", "success", "accent", "foreground", "background", "surface", "panel",
    "boost",
)  # fmt: skip
_OTHERS: Final = ("name", "dark")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_NAME_RULE: Final = "A name has at most 40 letters, digits, - and _, and begins with a letter."


class UserTheme(Struct, frozen=True):
    """A theme of the user's; `given` are the names of the colours that stand in its file."""

    theme: Theme
    given: frozenset[str]


class UserThemes(Struct, frozen=True):
    """What could be read of a folder of themes, and what is wrong with the rest."""

    themes: tuple[UserTheme, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_user_themes(folder: Path, taken: Collection[str]) -> UserThemes:
    """The themes in the files of `folder`, none where there is no such folder; a file that is wrong costs only itself.

    No theme can have one of the names `taken`.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("."))
    except FileNotFoundError:
        return UserThemes()
    except OSError as error:
        message = f"The folder of themes can't be read: {clean_line(error.strerror or str(error))}."
        return UserThemes(problems=(Problem(str(folder), 0, 0, message, "", Severity.WARNING),))
    themes: dict[str, UserTheme] = {}
    problems: list[Problem] = []
    if len(paths) > MOST_THEMES:
        message = f"There are more than {MOST_THEMES} themes."
        problems.append(Problem(str(folder), 0, 0, message, f"The first {MOST_THEMES} are used.", Severity.WARNING))
    for path in paths[:MOST_THEMES]:
        try:
            read = read_theme(path, {*taken, *themes})
            themes[read.theme.name] = read
        except FormatError as error:
            problems.append(error.problem(clean_line(str(path))))
    return UserThemes(tuple(themes.values()), tuple(problems))


def theme_problems(folder: Path) -> tuple[Problem, ...]:
    """What the reader would find wrong with the themes in the files of `folder`."""
    from textual.theme import BUILTIN_THEMES

    from newsreader.ui.theme.builtin import OWN_THEMES

    return read_user_themes(folder, {*BUILTIN_THEMES, *(theme.name for theme in OWN_THEMES)}).problems


def read_theme(path: Path, taken: Collection[str]) -> UserTheme:
    """The theme in the file at `path`; raises FormatError with what is wrong with it."""
    text = _text_of(path)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        reason = clean_line(re.sub(r" [(]at .*", "", str(error)))
        raise FormatError(
            f"The theme is not TOML: {reason}.", "Mend it, or move the file away.", line, column
        ) from None
    return _Reading(text, data, taken).theme(path.stem)


def _text_of(path: Path) -> str:
    try:
        return read_text_file(path, MOST_BYTES)
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        raise FormatError(f"The theme can't be read: {reason}.", "Mend that, or move it away.", 0, 0) from None
    except NotTextError as error:
        raise FormatError(f"The theme {error}.", "Save it as UTF-8.") from None


class _Reading:
    """Makes a theme of what stands in a file."""

    def __init__(self, text: str, data: Mapping[str, Any], taken: Collection[str]) -> None:
        self._text = text
        self._data = data
        self._taken = taken

    def theme(self, stem: str) -> UserTheme:
        """The theme, under the name `stem` where it has no other; raises FormatError."""
        name = self._name(stem)
        dark = self._data.get("dark", True)
        if not isinstance(dark, bool):
            raise self._wrong("dark", '"dark" has to be true or false.', "Write dark = true for a dark background.")
        variables = self._data.get("variables", {})
        if not isinstance(variables, dict):
            raise self._wrong("variables", '"variables" has to be a table.', "Write [variables], then the colours.")
        for key in self._data:
            if key not in (*_COLORS, *_OTHERS, *OWN_VARIABLES, "variables"):
                raise self._unknown(key, (*_COLORS, *_OTHERS, *OWN_VARIABLES))
        for key in variables:
            if key not in OWN_VARIABLES:
                raise self._unknown(key, OWN_VARIABLES)
        colors = {key: self._color(key, value) for key, value in self._data.items() if key in _COLORS}
        if "primary" not in colors:
            raise FormatError('The theme has no "primary" colour.', 'Write, say, primary = "#8ab0e0"')
        given = {**{key: self._data[key] for key in OWN_VARIABLES if key in self._data}, **variables}
        own = {key: self._color(key, value) for key, value in given.items()}
        theme = Theme(
            name,
            primary=colors["primary"],
            secondary=colors.get("secondary"),
            warning=colors.get("warning"),
            error=colors.get("error"),
            success=colors.get("success"),
            accent=colors.get("accent"),
            foreground=colors.get("foreground"),
            background=colors.get("background"),
            surface=colors.get("surface"),
            panel=colors.get("panel"),
            boost=colors.get("boost"),
            dark=dark,
            variables=own,
        )
        return UserTheme(theme, frozenset({*colors, *own}))

    def _name(self, stem: str) -> str:
        name = self._data.get("name", stem)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise self._wrong("name", f'"{clean_line(str(name), 40)}" can\'t be the name of a theme.', _NAME_RULE)
        if name in self._taken:
            raise self._wrong("name", f'There is another theme "{name}".', "Give this one another name.")
        return name

    def _color(self, key: str, value: object) -> str:
        example = f'Write, say, {key} = "#8ab0e0"'
        if not isinstance(value, str):
            raise self._wrong(key, f'"{key}" has to be a colour in quotes.', example)
        try:
            color = Color.parse(value)
        except ColorParseError as error:
            near = error.suggested_color
            said = clean_line(value, 40)
            fix = f'Did you mean "{near}"?' if near else example
            raise self._wrong(key, f'"{key}" is no colour: "{said}".', fix) from None
        if color.ansi is not None or color.a < 1:
            raise self._wrong(key, f'"{key}" has to be a full colour.', example)
        return color.hex

    def _unknown(self, key: str, names: Collection[str]) -> FormatError:
        near = get_close_matches(key, names, n=1)
        fix = f'Did you mean "{near[0]}"?' if near else f"A theme has {', '.join(names)}."
        return self._wrong(key, f'A theme has no "{clean_line(key, 40)}".', fix)

    def _wrong(self, key: str, message: str, fix: str) -> FormatError:
        found = re.search(rf"^[ \t]*\[*[\"']?{re.escape(key)}\b", self._text, re.MULTILINE)
        return FormatError(message, fix, self._text.count("\n", 0, found.start()) + 1 if found else 1)
