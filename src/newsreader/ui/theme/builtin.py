"""The program's own colour themes, made for long reading: warm paper by day, soft grey by night.

Each exists twice under one name: with as many colours as it takes, and with the sixteen that every terminal has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from textual.color import Color
from textual.theme import Theme

from newsreader.ui.theme.contrast import readable

DARK: Final = Theme(
    name="newsreader-dark",
    primary="#8ab0e0",
    secondary="#a9a0d2",
    accent="#e0b46c",
    warning="#e6ad62",
    error="#f0897c",
    success="#8cbf88",
    foreground="#d6d8dc",
    background="#16181d",
    surface="#1b1e24",
    panel="#262a32",
    dark=True,
    variables={
        "bias-left": "#6aa5ff",
        "bias-lean-left": "#a3d5ff",
        "bias-center": "#e4e0ee",
        "bias-lean-right": "#f7c08a",
        "bias-right": "#f58a66",
        "quiet": "#a3a8b2",
        "faint": "#696f7c",
        "match-background": "#5a4a1e",
        "match-foreground": "#ffe9b0",
        "cursor-background": "#313741",
        "cursor-background-blurred": "#23272e",
        "selected-background": "#2e2b26",
        "footer-key-foreground": "#e0b46c",
        "block-cursor-background": "#313741",
        "block-cursor-foreground": "#d6d8dc",
        "input-selection-background": "#3a4f6c",
        "input-selection-foreground": "#f0f2f5",
        "screen-selection-background": "#3a4f6c",
    },
)

LIGHT: Final = Theme(
    name="newsreader-light",
    primary="#27548f",
    secondary="#5c4c8e",
    accent="#6f4a00",
    warning="#6f4a00",
    error="#a51f18",
    success="#2f6b34",
    foreground="#2a2825",
    background="#fbf8f1",
    surface="#f5f1e8",
    panel="#e9e3d6",
    dark=False,
    variables={
        "bias-left": "#123f9c",
        "bias-lean-left": "#0f668f",
        "bias-center": "#4a4750",
        "bias-lean-right": "#724000",
        "bias-right": "#940a2c",
        "quiet": "#5c574e",
        "faint": "#8a8376",
        "match-background": "#ffe08a",
        "match-foreground": "#2a2825",
        "cursor-background": "#dde6f2",
        "cursor-background-blurred": "#eae7e3",
        "selected-background": "#f6ecd0",
        "footer-key-foreground": "#6f4a00",
        "block-cursor-background": "#dde6f2",
        "block-cursor-foreground": "#2a2825",
        "input-selection-background": "#b9d0ee",
        "input-selection-foreground": "#2a2825",
        "screen-selection-background": "#b9d0ee",
    },
)

DARK_OF_16: Final = Theme(
    name=DARK.name,
    primary="#55ffff",
    secondary="#55ffff",
    accent="#ffff55",
    warning="#ffff55",
    error="#ff5555",
    success="#55ff55",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#0000aa",
    dark=True,
    variables={
        "bias-left": "#55ffff",
        "bias-lean-left": "#55ffff",
        "bias-center": "#ffffff",
        "bias-lean-right": "#ffff55",
        "bias-right": "#ffff55",
        "quiet": "#aaaaaa",
        "faint": "#aaaaaa",
        "match-background": "#ffff55",
        "match-foreground": "#000000",
        "cursor-background": "#0000aa",
        "cursor-background-blurred": "#0000aa",
        "selected-background": "#000000",
        "footer-key-foreground": "#ffff55",
        "block-cursor-background": "#0000aa",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#0000aa",
        "block-hover-background": "#0000aa",
        "input-selection-background": "#0000aa",
        "input-selection-foreground": "#ffffff",
        "screen-selection-background": "#0000aa",
        "panel-lighten-1": "#0000aa",
        "panel-darken-1": "#000000",
        "text": "#ffffff",
        "text-muted": "#aaaaaa",
        "text-disabled": "#aaaaaa",
        "text-warning": "#ffff55",
        "text-error": "#ffff55",
        "text-success": "#55ffff",
    },
)
"""Only colours of the palette: nothing is left to what a terminal, or Rich, takes for the nearest one."""

LIGHT_OF_16: Final = Theme(
    name=LIGHT.name,
    primary="#0000aa",
    secondary="#0000aa",
    accent="#aa0000",
    warning="#aa0000",
    error="#aa0000",
    success="#0000aa",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#aaaaaa",
    dark=False,
    variables={
        "bias-left": "#0000aa",
        "bias-lean-left": "#0000aa",
        "bias-center": "#000000",
        "bias-lean-right": "#aa0000",
        "bias-right": "#aa0000",
        "quiet": "#555555",
        "faint": "#555555",
        "match-background": "#ffff55",
        "match-foreground": "#000000",
        "cursor-background": "#aaaaaa",
        "cursor-background-blurred": "#aaaaaa",
        "selected-background": "#ffffff",
        "footer-key-foreground": "#aa0000",
        "block-cursor-background": "#aaaaaa",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#aaaaaa",
        "block-hover-background": "#aaaaaa",
        "input-selection-background": "#aaaaaa",
        "input-selection-foreground": "#000000",
        "screen-selection-background": "#aaaaaa",
        "panel-lighten-1": "#aaaaaa",
        "panel-darken-1": "#ffffff",
        "text": "#000000",
        "text-muted": "#555555",
        "text-disabled": "#555555",
        "text-warning": "#aa0000",
        "text-error": "#aa0000",
        "text-success": "#0000aa",
    },
)

OWN_THEMES: Final = (DARK, LIGHT)
OWN_THEMES_OF_16: Final = (DARK_OF_16, LIGHT_OF_16)

FALLBACK_VARIABLES: Final = {
    "bias-left": "primary",
    "bias-lean-left": "primary",
    "bias-center": "foreground",
    "bias-lean-right": "error",
    "bias-right": "error",
    "quiet": "foreground",
    "faint": "foreground",
    "match-background": "warning-muted",
    "match-foreground": "foreground",
    "cursor-background": "primary",
    "cursor-background-blurred": "foreground",
    "selected-background": "accent",
}
"""What the program's own variables are made of in a theme that knows nothing of them."""

OWN_VARIABLES: Final = tuple(FALLBACK_VARIABLES)

_SHARES: Final = {
    "quiet": 0.75,
    "faint": 0.45,
    "cursor-background": 0.22,
    "cursor-background-blurred": 0.08,
    "selected-background": 0.12,
}
"""How much of its colour such a variable has; the rest is the background's."""

_GROUNDS: Final = ("background", "surface", "panel", "cursor-background", "cursor-background-blurred")
_TEXTS: Final = (
    "foreground", "primary", "accent", "warning", "error", "quiet", "bias-left", "bias-lean-left", "bias-center",
    "bias-lean-right", "bias-right", "footer-foreground", "footer-key-foreground", "footer-description-foreground",
)  # fmt: skip
"""The colours of words, which have to be read on each of `_GROUNDS`."""

_ON_ONE_GROUND: Final = {
    "match-foreground": "match-background",
    "block-cursor-foreground": "block-cursor-background",
    "text-success": "panel-lighten-1",
    "text-warning": "panel-lighten-1",
    "text-error": "panel-lighten-1",
}

_ANSI: Final = {
    **{name: like for name, like in FALLBACK_VARIABLES.items() if name.startswith("bias-")},
    "quiet": "foreground",
    "faint": "foreground",
    "match-background": "ansi_yellow",
    "match-foreground": "ansi_black",
    "selected-background": "background",
}


def complete_variables(known: Mapping[str, str], theme: Theme, kept: Collection[str]) -> dict[str, str]:
    """The variables `known` of a theme that is not one of the program's own, and with them the program's own ones.

    Words are given colours that can be read, but for the variables `kept`.
    """
    if theme.ansi:
        ground, left = ("ansi_blue", "secondary") if theme.dark else ("ansi_white", "primary")
        own = {name: known.get(like, like) for name, like in _ANSI.items()}
        own |= dict.fromkeys(("cursor-background", "cursor-background-blurred"), ground)
        own |= dict.fromkeys(("bias-left", "bias-lean-left"), known[left])
        return {**own, **known}
    background = Color.parse(known["background"])
    own = {
        name: background.blend(Color.parse(known[like]), _SHARES.get(name, 1.0), alpha=1).hex
        for name, like in FALLBACK_VARIABLES.items()
    }
    variables = {**own, **known}
    grounds = [_opaque(variables[name], background) for name in _GROUNDS]
    for name in _TEXTS:
        if name not in kept:
            variables[name] = readable(_opaque(variables[name], background), grounds).hex
    for name, on in _ON_ONE_GROUND.items():
        ground_color = _opaque(variables[on], background)
        if name not in kept:
            variables[name] = readable(_opaque(variables[name], ground_color), [ground_color]).hex
    return variables


def _opaque(color: str, ground: Color) -> Color:
    """A colour as it is seen on `ground`."""
    if color.startswith("auto"):
        return ground.get_contrast_text(1.0)
    return ground + Color.parse(color)
