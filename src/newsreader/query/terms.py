"""Write the terms of a filter that ask for one outlet, topic or tag."""

from __future__ import annotations

from newsreader.story import Outlet


def outlet_term(outlet: Outlet) -> str:
    """Return the term that finds the stories of an outlet."""
    return f'outlet:"{_unquoted(outlet.name or outlet.id)}"'


def topic_term(topic: str) -> str:
    """Return the term that finds the stories with a topic."""
    return f'topic:"{_unquoted(topic)}"'


def tag_term(tag: str) -> str:
    """Return the term that finds the stories with a tag."""
    text = _unquoted(tag)
    return f"tag:{text}" if text.isalnum() else f'tag:"{text}"'


def _unquoted(value: str) -> str:
    return value.replace('"', " ")
