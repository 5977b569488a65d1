"""Private names of Textual are used in few places, and the installed Textual has them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

import newsreader.ui

UI: Final = Path(newsreader.ui.__file__).parent
ALLOWED: Final = {UI / "bindings.py", *(UI / "terminal").rglob("*.py")}
OTHERS: Final = sorted(set(UI.rglob("*.py")) - ALLOWED)


def private_names(tree: ast.AST) -> Iterator[str]:
    """The private names that a source asks of something, and the private modules that it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
            yield node.attr
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("textual"):
            yield from (part for part in node.module.split(".") if part.startswith("_"))


def own_names(tree: ast.AST) -> Iterator[str]:
    """The private names that a source defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def test_sources_are_found() -> None:
    assert len(OTHERS) > 40
    assert list(private_names(ast.parse("from textual._x import y\nz._q"))) == ["_x", "_q"]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(UI)))
def test_no_other_source_uses_a_private_name_of_textual(path: Path) -> None:
    own = {name for each in UI.rglob("*.py") if each not in ALLOWED for name in own_names(ast.parse(each.read_text()))}
    used = set(private_names(ast.parse(path.read_text(encoding="utf-8"))))
    assert used - own == set()


def test_the_installed_textual_has_the_names_that_are_used() -> None:
    app = App[None]()
    for owner, name in (
        (app, "_check_action_state"),
        (app, "_driver"),
        (app, "_exception"),
        (app, "_exception_event"),
        (app, "_close_messages_no_wait"),
        (app, "_filters"),
        (app, "_handle_exception"),
        (app, "_return_code"),
        (DOMNode(), "_bindings"),
        (Screen, "_modal_binding_chain"),
        (StylesCache, "get_inner_outer"),
        (XTermParser, "feed"),
    ):
        assert hasattr(owner, name), name
