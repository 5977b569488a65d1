"""What a new library begins with: a registry of a few outlets, and one story that explains its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_OUTLETS: Final = """\
# The outlets of this library. A story names one by its id, its name or an alias.
#
# These ratings are AllSides Media Bias Ratings by AllSides.com (https://www.allsides.com),
# licensed CC BY-NC 4.0, as they stood on 2023-07-31: look there for today's. AllSides rates
# online news content only, and a rating says nothing of how accurate an outlet is.
#
# rating: left, lean-left, center, lean-right, right, mixed or not-rated

- id: bbc-news
  name: BBC News
  aliases: [BBC, British Broadcasting Corporation]
  description: BBC News is the news service of the public broadcaster of the United Kingdom.
  website: https://www.bbc.com/news
  country: United Kingdom
  founded: 1922
  bias:
    rating: center
    source: AllSides
    url: https://www.allsides.com/news-source/bbc-news-media-bias
    as_of: 2023-07-31

- id: reuters
  name: Reuters
  aliases: [Reuters News Agency]
  description: Reuters is an international news agency based in London.
  website: https://www.reuters.com
  country: United Kingdom
  founded: 1851
  bias:
    rating: center
    source: AllSides
    url: https://www.allsides.com/news-source/reuters
    as_of: 2023-07-31

- id: associated-press
  name: Associated Press
  aliases: [AP, AP News]
  description: Associated Press is an American news agency owned by the newspapers and stations it serves.
  website: https://apnews.com
  country: United States
  founded: 1846
  bias:
    rating: lean-left
    source: AllSides
    url: https://www.allsides.com/news-source/associated-press-media-bias
    as_of: 2023-07-31

- id: vox
  name: Vox
  aliases: [Vox.com]
  description: Vox is an American news website that sets out to explain the news.
  website: https://www.vox.com
  country: United States
  founded: 2014
  bias:
    rating: left
    source: AllSides
    url: https://www.allsides.com/news-source/vox-news-media-bias
    as_of: 2023-07-31

- id: new-york-post
  name: New York Post
  aliases: [NY Post]
  description: New York Post is a daily tabloid newspaper of New York City.
  website: https://nypost.com
  country: United States
  founded: 1801
  bias:
    rating: lean-right
    source: AllSides
    url: https://www.allsides.com/news-source/new-york-post
    as_of: 2023-07-31
    note: Rated as 'New York Post (News)', its news pages only.

- id: national-review
  name: National Review
  aliases: [National Review Online]
  description: National Review is an American magazine of conservative opinion with an online news desk.
  website: https://www.nationalreview.com
  country: United States
  founded: 1955
  bias:
    rating: right
    source: AllSides
    url: https://www.allsides.com/news-source/national-review
    as_of: 2023-07-31
"""

_EXAMPLE: Final = """\
# A story is a file like this one. Copy it, or delete it once you have stories of your own.
# The same fields can stand at the top of a .md file, between two lines of ---, and a page
# copied from the web can be saved as it is in a .txt file.

# The one field that every story needs.
title: "How a story is written: an example"

# Paragraphs, with an empty line between them. "|" lets the text go on over several lines.
summary: |
  Each file in this folder holds a story, and folders can be named and nested as you like. The
  reader never changes a file.

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

STARTER_FILES: Final[Mapping[str, str]] = {"outlets.yaml": _OUTLETS, "examples/first-story.yaml": _EXAMPLE}
"""The files of a new library, by their path in it."""
