"""The program's own colour themes, made for long reading: warm paper by day, soft grey by night."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="newsreader-dark",
    primary="#7aa2d6",
    secondary="#9a8fc7",
    accent="#e0b46c",
    warning="#e0a458",
    error="#e07a6e",
    success="#8cbf88",
    foreground="#d6d8dc",
    background="#16181d",
    surface="#1b1e24",
    panel="#262a32",
    dark=True,
    variables={
        "bias-left": "#6fa8ff",
        "bias-lean-left": "#8fc4f5",
        "bias-center": "#c9b8ec",
        "bias-lean-right": "#f2b39a",
        "bias-right": "#f28b82",
        "quiet": "#979ca6",
        "faint": "#5c626e",
        "match-background": "#5a4a1e",
        "match-foreground": "#ffe9b0",
        "cursor-background": "#2b3342",
        "cursor-background-blurred": "#22272f",
        "footer-key-foreground": "#e0b46c",
        "input-selection-background": "#7aa2d6 35%",
    },
)

LIGHT: Final = Theme(
    name="newsreader-light",
    primary="#2f5f9e",
    secondary="#6a5a9c",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#2f6b34",
    foreground="#2a2825",
    background="#fbf8f1",
    surface="#f5f1e8",
    panel="#e9e3d6",
    dark=False,
    variables={
        "bias-left": "#1d57b8",
        "bias-lean-left": "#2a6a9e",
        "bias-center": "#6a4c93",
        "bias-lean-right": "#a04a22",
        "bias-right": "#b3261e",
        "quiet": "#625d54",
        "faint": "#a39c8f",
        "match-background": "#ffe08a",
        "match-foreground": "#2a2825",
        "cursor-background": "#dde6f2",
        "cursor-background-blurred": "#ece7dc",
        "footer-key-foreground": "#8a5a00",
    },
)

OWN_THEMES: Final = (DARK, LIGHT)

FALLBACK_VARIABLES: Final = {
    "bias-left": "primary",
    "bias-lean-left": "primary",
    "bias-center": "foreground",
    "bias-lean-right": "error",
    "bias-right": "error",
    "quiet": "text-muted",
    "faint": "text-disabled",
    "match-background": "warning-muted",
    "match-foreground": "text-warning",
    "cursor-background": "primary-muted",
    "cursor-background-blurred": "panel",
}
"""What the program's own variables are in a theme that knows nothing of them."""
