"""What a new library begins with: the outlets that come with the program, and one story that explains its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from newsreader.paths import sample_library

_EXAMPLE: Final = """\
# A story is a file like this one. Copy it, or delete it once you have stories of your own.
# The same fields can stand at the top of a .md file, between two lines of ---, and a page
# copied from the web can be saved as it is in a .txt file.

# The one field that every story needs.
title: "How a story is written: an example"

# Paragraphs, with an empty line between them. "|" lets the text go on over several lines.
summary: |
  Each file in this folder holds a story, and folders can be named and nested as you like. The
  reader never changes a story.

  After a change, "newsreader check" tells of anything in the files that is not understood, with
  the line and how to fix it.

key_points:
  - Text with a colon, or that begins with a bracket or a star, needs quotes.
  - Only the title and a summary (or key points) have to be there.

# Mostly the id of an outlet in outlets.yaml, which knows its rating and website:
#   outlet: reuters
# An outlet that is not in there can be described in the story itself:
outlet:
  name: The Example Gazette
  description: The Example Gazette is a made-up newspaper for made-up news.
  website: https://example.com

# A day, or a day and time such as 2024-06-20T14:30+02:00.
published: 2024-06-20

# What the summary was made from; kind is video, article or audio. Either can be left out.
original:
  url: https://example.com/how-a-story-is-written
  kind: article

# Whether a machine wrote the summary, and if you like which: the reader shows it.
ai_generated: false
# generator: the name of the model

topics: [help, examples]
language: en

# An id of your own choice, if you want one; without it newsreader makes one that stays the
# same when the file is moved, renamed or edited.
# id: my-first-story
"""

_REGISTRY: Final = "outlets.yaml"


def starter_files(*, with_example: bool = True) -> Mapping[str, str]:
    """Return the files of a new library, by their path in it.

    Raises OSError if the registry of the sample can't be read, which is where the outlets come from.
    """
    outlets = (sample_library() / _REGISTRY).read_text(encoding="utf-8")
    return {_REGISTRY: outlets} | ({"examples/first-story.yaml": _EXAMPLE} if with_example else {})
