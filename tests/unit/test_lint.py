"""Rules of the source that no general linter knows: text from outside is never taken for markup."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import newsreader

SOURCES = sorted(Path(newsreader.__file__).parent.rglob("*.py"))
MARKUP_BY_DEFAULT = {"Static", "Label", "notify"}


def parts() -> Iterator[tuple[str, ast.AST]]:
    """Every node of every file, with the place to name where it breaks a rule."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield f"{path.name}:{getattr(node, 'lineno', 0)}", node


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for place, node in parts():
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield place, name, node


def states(call: ast.Call, keyword: str, value: object) -> bool:
    return any(
        given.arg == keyword and isinstance(given.value, ast.Constant) and given.value.value == value
        for given in call.keywords
    )


def test_there_are_sources_to_look_at() -> None:
    assert {"library.py", "main.py", "safe.py"} <= {path.name for path in SOURCES}


def test_no_error_of_the_type_checker_is_silenced() -> None:
    silencing = re.compile(r"#\s*type:\s*ignore")
    assert [path.name for path in SOURCES if silencing.search(path.read_text(encoding="utf-8"))] == []


def test_text_is_never_escaped_for_markup_nor_read_as_markup() -> None:
    assert [
        place
        for place, name, call in calls()
        if name in ("from_markup", "render_markup") or (name == "escape" and ast.unparse(call.func) != "re.escape")
    ] == []


def test_what_takes_text_for_markup_by_default_is_told_not_to() -> None:
    found = [(place, states(call, "markup", False)) for place, name, call in calls() if name in MARKUP_BY_DEFAULT]
    assert found
    assert [place for place, is_told in found if not is_told] == []


def is_own_or_clean(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) or (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "line"
    )


def test_titles_of_borders_and_tooltips_are_the_programs_own_words_or_cleaned() -> None:
    assert [
        place
        for place, node in parts()
        if isinstance(node, ast.Assign) and not is_own_or_clean(node.value)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr in ("border_title", "border_subtitle", "tooltip")
    ] == []


def test_no_data_becomes_a_command_or_code() -> None:
    assert [
        place
        for place, name, call in calls()
        if name in ("eval", "exec", "system", "popen") or states(call, "shell", True)
    ] == []


def test_ids_and_classes_are_never_made_of_data() -> None:
    assert [
        place
        for place, _, call in calls()
        for given in call.keywords
        if given.arg in ("id", "classes") and isinstance(given.value, ast.JoinedStr)
    ] == []
