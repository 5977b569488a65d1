"""What is wrong with a piece of YAML, in a sentence that says how to fix it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from newsreader.errors import FormatError
from newsreader.formats.field_names import unread_colon
from newsreader.formats.reports import excerpt

_LINE_END = re.compile(r"\r\n?|\n")
_FIELD = re.compile(r"^\s*(?:- +)*([\w -]+?)\s*:\s+(\S.*)$")
_NO_FIT: Final = "This line does not fit the one above it."
_INDENT_FIX: Final = "Give the fields of a story the same indentation, and put a space after each colon."
_ENDED_EARLY: Final = re.compile(r"end of stream|document (?:indicator|separator)")
_ODD_START: Final = re.compile(r"cannot start any token|expected alphabetic or numeric")


def never_closed(line: int, column: int) -> FormatError:
    """Return the fault of a quote that is opened at this place."""
    fix = "Close it with the same quote; a quote within the text is written twice ('') or as \\\"."
    return FormatError("The quote opened here is never closed.", fix, line, column)


def explain(error: Any, text: str, offset: int, place: Callable[[Any], Any]) -> FormatError:
    """Return the plain sentence for `error`, a yaml.YAMLError met in `text`, which begins `offset` lines into its file.

    The place of the result counts in the lines of `text`, its message in those of the file. `place` turns a place that
    the parser names into one of that text.
    """
    problem = str(getattr(error, "problem", None) or error)
    mark, context = (
        place(found) if (found := getattr(error, name, None)) else None for name in ("problem_mark", "context_mark")
    )
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    source = _line_of(text, line)
    field = _FIELD.match(source)
    if "tab character" in problem or "\\t" in problem or source[column - 1 : column] == "\t":
        return FormatError("A tab is used for indentation.", "Use spaces instead.", line, column)
    if "mapping values are not allowed" in problem:
        if field and column - 1 > field.start(2):
            return FormatError(
                f"Line {line + offset}, column {column}: a second colon follows `{field.group(1)}:`.",
                f"Put the value in quotes: {_quoted_form(field)}",
                line,
                column,
            )
        return _unread_colon(text, line) or FormatError(_NO_FIT, _INDENT_FIX, line, column)
    if "could not find expected ':'" in problem and (unread := _unread_colon(text, line)):
        return unread
    if context and _ENDED_EARLY.search(problem) and "quoted" in str(error.context):
        return never_closed(context.line + 1, context.column + 1)
    if context and "flow" in str(error.context):
        bracket = _line_of(text, context.line + 1)[context.column : context.column + 1]
        fix = "Close it, and put quotes around text that begins with a bracket."
        return FormatError(f"The `{bracket}` opened here is not closed.", fix, context.line + 1, context.column + 1)
    if field and _ODD_START.search(problem):
        message = f"A value cannot begin with `{field.group(2)[0]}`."
        return FormatError(message, f"Put it in quotes: {_quoted_form(field)}", line, field.start(2) + 1)
    return FormatError(*_other_fault(problem, column, field), line, column)


def _unread_colon(text: str, line: int) -> FormatError | None:
    """Return the fault of the last line with words above `line`, where that begins with a field whose colon is none."""
    above = _LINE_END.split(text)[: line - 1]
    while above and not above[-1].strip():
        above.pop()
    source = above[-1] if above else ""
    indent = len(source) - len(source.lstrip(" -"))
    found = unread_colon(source[indent:])
    return FormatError(*found, len(above), indent + 1) if found else None


def _other_fault(problem: str, column: int, field: re.Match[str] | None) -> tuple[str, str]:
    """Return the message and the fix for a fault that is explained by its own line."""
    quoted = f"Put the value in quotes: {_quoted_form(field)}" if field else "Put the value in quotes."
    if _ODD_START.search(problem):
        return "The text here cannot begin with this character.", "Put it in quotes."
    if "not allowed in this context" in problem or "not allowed here" in problem:
        return "A list cannot begin on the line of its field.", f"Begin it on the next line, indented. {quoted}"
    if "comment or" in problem:
        return "Nothing can follow `|` or `>` on its line.", f"Begin the text on the next line, indented. {quoted}"
    if "escape" in problem:
        return "A backslash in double quotes stands before a character it cannot escape.", "Write it twice: \\\\."
    if "could not find expected ':'" in problem:
        return "The line above is neither a field nor part of one.", "Indent it, or write it as `field: text`."
    if field and column - 1 > field.start(2):
        return "There is text after the closing quote or bracket.", "Put quotes around the whole value."
    if "did not find expected" in problem or "but found" in problem:
        return _NO_FIT, _INDENT_FIX
    return f"This is not valid YAML: {excerpt(problem, 100)}.", "Put quotes around the text at this place."


def _quoted_form(field: re.Match[str]) -> str:
    value = excerpt(field.group(2), 60)
    if '"' not in value and "\\" not in value:
        return f'{field.group(1)}: "{value}"'
    return f"{field.group(1)}: '{value.replace(chr(39), chr(39) * 2)}'"


def _line_of(text: str, line: int) -> str:
    """Return line number `line`, counted from 1; "" if there is none."""
    lines = _LINE_END.split(text)
    return lines[line - 1] if line <= len(lines) else ""
