"""The signs that begin the items of a list, as people type them and as word processors write them."""

from __future__ import annotations

import re
from typing import Final

BULLETS: Final = "•‣▪▫◦·∙⋅●○■□◆◇❖▶▸►➔➜➢➤✓✔⁃⦿⦾・"
"""Each begins an item wherever it begins a line."""

DASHES: Final = r"*–—\-"
"""Each begins an item where a space follows it; escaped for a set in a pattern."""

SIGNS: Final = "+»›→⇒➡👉"
"""These, too, but not in a line of them alone."""

NUMBER: Final = r"(?:\d{1,3}[.)]|[a-z]\))"
"""The number or letter of an item."""

SPACES: Final = " \t\u00a0\u2000-\u200a\u3000"
_VARIATION: Final = "[\ufe0e\ufe0f]?"
ITEM_SIGN: Final = rf"(?:[{BULLETS}]{_VARIATION}[ \t]*|[{DASHES}{SIGNS}]{_VARIATION}[ \t]+)"
"""A pattern for the sign of an item with what follows it."""

_OF_FONTS = re.compile(
    rf"^([{SPACES}]*)(?:[\uf020-\uf0ff](?=[{SPACES}])|[\uf06c-\uf06f\uf071-\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0e8\uf0fc])",
    re.MULTILINE,
)
_MAY_HAVE_ONE: Final = re.compile("[\uf020-\uf0ff]")


def with_plain_bullets(text: str) -> str:
    """`text` with • for each bullet of the fonts Symbol and Wingdings, whose characters are for private use.

    It has to be done before the text is cleaned, which leaves nothing of such a character.
    """
    return _OF_FONTS.sub(r"\1•", text) if not text.isascii() and _MAY_HAVE_ONE.search(text) else text
