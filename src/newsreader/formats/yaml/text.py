"""Stories written as YAML that people can read and that every YAML reader takes for text."""

from __future__ import annotations

import json
import re
from typing import Any

from newsreader.story import ORIGIN_FIELDS, Origin, Outlet, Story, outlet_to_dict, published_text
from newsreader.text import clean_text

_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ _./%&()+;…’“”–—'-]|,(?= )|:(?=\S))*")
_TIMES = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:[+-][\d:.]+)?)?")
_PLAIN_IN_LIST = re.compile(r"[^\W\d_](?:[^\W_]|[ _.-])*")
_WEB_ADDRESS = re.compile(r"https?://[\w./%?&=~+-]+")
_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def story_lines(story: Story, *, summary: bool = True, key_points: bool = True) -> list[str]:
    """Return the lines of a mapping with the fields that `story` has; the texts can be left out."""
    lines: list[str] = []
    if story.id_declared:
        _field(lines, "id", story.id)
    _field(lines, "title", story.title)
    if summary:
        _block(lines, "summary", story.summary)
    if key_points and story.key_points:
        lines.append("key_points:")
        lines += [f"  - {_scalar(point)}" for point in story.key_points]
    if story.outlet:
        _outlet(lines, story.outlet)
    if published := published_text(story.published):
        lines.append(f"published: {scalar_text(published)}")
    if story.original:
        _original(lines, story.original.url, story.original.kind)
    if story.ai_generated:
        lines.append("ai_generated: true")
    _field(lines, "generator", story.generator)
    _short_list(lines, "topics", story.topics)
    _field(lines, "language", story.language)
    _field(lines, "event", story.event)
    if story.origin:
        _origin(lines, story.origin)
    return lines


def _field(lines: list[str], name: str, value: str, indent: str = "") -> None:
    if value:
        lines.append(f"{indent}{name}: {_scalar(value)}")


def _block(lines: list[str], name: str, value: str, indent: str = "") -> None:
    """Return a text of paragraphs, as a block."""
    value = clean_text(value)
    if value:
        lines.append(f"{indent}{name}: |")
        lines += [f"{indent}  {line}" if line else "" for line in value.split("\n")]


def _short_list(lines: list[str], name: str, values: tuple[str, ...], indent: str = "") -> None:
    if values:
        words = (scalar_text(value, in_list=True) for value in values)
        lines.append(f"{indent}{name}: [{', '.join(words)}]")


def _original(lines: list[str], url: str, kind: str) -> None:
    if url and not kind:
        _field(lines, "original", url)
    elif kind:
        lines.append("original:")
        _field(lines, "url", url, "  ")
        _field(lines, "kind", kind, "  ")


def _origin(lines: list[str], origin: Origin) -> None:
    named = [(name, getattr(origin, name)) for name in ORIGIN_FIELDS]
    values = [(name, text) for name, text in named if text] + [(_scalar(name), text) for name, text in origin.others]
    if values:
        lines.append("origin:")
        lines += [f"  {name}: {scalar_text(text)}" for name, text in values]


def _outlet(lines: list[str], outlet: Outlet) -> None:
    if outlet == Outlet(id=outlet.id):
        _field(lines, "outlet", outlet.id)
        return
    lines.append("outlet:")
    data: dict[str, Any] = outlet_to_dict(outlet)
    for name, value in data.items():
        if name == "description":
            _block(lines, name, outlet.description, "  ")
        elif name == "aliases":
            _short_list(lines, name, outlet.aliases, "  ")
        elif name == "bias" and value:
            lines.append("  bias:")
            for part, text in value.items():
                _field(lines, part, text or "", "    ")
        elif value is not None:
            lines.append(f"  {name}: {value if isinstance(value, int) else _scalar(value)}")


def scalar_text(value: str, *, in_list: bool = False) -> str:
    """Return `value` as one scalar, in quotes where it needs them; `in_list` where it stands within brackets."""
    if in_list:
        return value if _is_plain(value, _PLAIN_IN_LIST) or _TIMES.fullmatch(value) else _quoted(value)
    return value if _TIMES.fullmatch(value) else _scalar(value)


def _scalar(value: str) -> str:
    if _is_plain(value, _PLAIN) or _WEB_ADDRESS.fullmatch(value):
        return value
    return _quoted(value)


def _is_plain(value: str, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.fullmatch(value)) and value[-1] != " " and value.casefold() not in _NOT_TEXT


def _quoted(value: str) -> str:
    """Return `value` in double quotes; what JSON escapes, YAML escapes alike."""
    return json.dumps(clean_text(value), ensure_ascii=False)
