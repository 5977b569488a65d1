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
    assert {"files.py", "screen.py", "safe.py"} <= {path.name for path in SOURCES}


def test_no_error_of_the_type_checker_is_silenced() -> None:
    silencing = re.compile(r"#\s*type:\s*ignore")
    assert [path.name for path in SOURCES if silencing.search(path.read_text(encoding="utf-8"))] == []


def test_text_is_never_escaped_for_markup_nor_read_as_markup() -> None:
    assert [
        place
        for place, name, call in calls()
        if name in ("from_markup", "render_markup") or (name == "escape" and ast.unparse(call.func) != "re.escape")
    ] == []


def test_markup_is_turned_off_where_it_is_the_default() -> None:
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


TAKES_TEXT = {"Static", "Label", "Button", "Option", "ListItem", "DataTable", "Tree", "TabPane", "Collapsible"}
"""Widgets that take a plain `str` for markup."""
OWN_WORDS = {"line", "block"}


def is_never_data(value: ast.expr) -> bool:
    """Whether a widget may be given `value`: the program's own words, or what was made of text to be shown."""
    match value:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=name)) if name in OWN_WORDS:
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="Content"))):
            return True
        case ast.Name(id=name):
            return name == "content"
        case ast.IfExp():
            return is_never_data(value.body) and is_never_data(value.orelse)
        case _:
            return False


def test_widgets_that_take_text_for_markup_are_given_own_words_or_content() -> None:
    found = [(place, value) for place, name, call in calls() if name in TAKES_TEXT for value in call.args]
    assert found
    assert [f"{place} {ast.unparse(value)}" for place, value in found if not is_never_data(value)] == []


def test_a_name_for_content_is_given_content_only() -> None:
    assert [
        f"{place} {ast.unparse(node.value)}"
        for place, node in parts()
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "content" for target in node.targets)
        and isinstance(node.value, (ast.JoinedStr, ast.Constant, ast.BinOp))
    ] == []


def test_no_text_is_parsed_as_rich_or_textual_markup() -> None:
    parsers = {"from_markup", "from_ansi", "render", "Markdown", "MarkdownViewer"}
    assert [
        f"{place} {ast.unparse(call)}"
        for place, name, call in calls()
        if name in parsers and isinstance(call.func, ast.Attribute | ast.Name) and _is_of_the_framework(call.func)
    ] == []


def _is_of_the_framework(function: ast.Attribute | ast.Name) -> bool:
    if isinstance(function, ast.Name):
        return True
    return isinstance(function.value, ast.Name) and function.value.id in ("Content", "Text", "Console")


def test_only_the_report_of_a_crash_prints() -> None:
    """Everything else is written by `cli/output`, or drawn."""
    printing = {place.partition(":")[0] for place, _, call in calls() if ast.unparse(call.func) == "print"}
    assert printing == {"crashing.py"}
