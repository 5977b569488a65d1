"""Files that are copies of others, told by their names, and what is said of a story that two files have.

Programs that synchronise folders leave both versions of a file where two machines changed it; file managers
and editors make copies, too. The story belongs to the file, not to its copy, in whichever order they come.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Final

from newsreader.errors import Problem

_COPY: Final = (
    r"copy|kopie|copie|copia|c[oó]pia|kopia|kopi|kopio|m[aá]solat|копия|копія|αντίγραφο|kopya"
    "|のコピー|コピー|副本|拷贝|사본|복사본"
)
_CONFLICT: Final = r"confli[ck]?t|conflit|conflict|konflikt|ristiriita|конфликт|конфлікт|競合|冲突|衝突|충돌"
_COPY_NAME: Final = rf"""
  .*\.sync-conflict-\d.*                                          # Syncthing
| .*[(\[][^()\[\]]*(?:{_CONFLICT})[^()\[\]]*[)\]].*                # Dropbox, Nextcloud, Seafile
| .*(?:[._-](?:{_CONFLICT})-?\d[\d-]*|\.(?:{_CONFLICT}))             # ownCloud, Resilio
| .*_conf\(\d+\)                                                   # Google Drive, where both changed
| .*-(?:desktop|laptop|win|pc|surface|macbook)-[a-z0-9]+(?:-\d+)?  # OneDrive: the name of the other machine
| .*[ ]\(\d{{1,3}}\)                                               # a download, Google Drive
| .*\S(?:[ ](?:[-–][ ])?(?:{_COPY})|のコピー|の副本|[ ]?副本)(?:[ ]\(?\d{{1,3}}\)?)?  # Finder, Windows and others
| (?:copy|kopie|copie|copia|c[oó]pia)[ ](?:\(\d+\)[ ])?(?:of|von|de|di|van|av|af)[ ].*
| .*~(?:\d+~)?                                                     # editors
"""


@cache
def _copy_name() -> re.Pattern[str]:
    """Return the pattern of a copy; compiled at the first name, as most starts look at none."""
    return re.compile(_COPY_NAME, re.IGNORECASE | re.VERBOSE)


def looks_like_copy(path: bytes) -> bool:
    """Return whether the file at `path` has a name such as copies are given."""
    return _copy_name().fullmatch(_stem(path)) is not None


def file_order(path: bytes) -> tuple[bool, bytes, bytes]:
    """Return the key by which files are put in order: a file before all copies of it."""
    return looks_like_copy(path), os.path.splitext(path)[0], path


def is_copied_by(path: bytes, other: bytes) -> bool:
    """Return whether `other`, which has the same story, is a copy of the file at `path` rather than the reverse."""
    if looks_like_copy(path) or looks_like_copy(other):
        return not looks_like_copy(path)
    stem, longer = _stem(path), _stem(other)
    rest = longer[len(stem) :]
    is_beside = os.path.dirname(path) == os.path.dirname(other)
    return is_beside and longer.startswith(stem) and bool(rest) and not rest[0].isalnum()


def are_file_and_copy(one: bytes, other: bytes) -> bool:
    """Return whether of two files beside each other one has the other's name with what makes it that of a copy."""
    if os.path.dirname(one) != os.path.dirname(other) or looks_like_copy(one) == looks_like_copy(other):
        return False
    copy, file = (_stem(one), _stem(other)) if looks_like_copy(one) else (_stem(other), _stem(one))
    return copy.startswith(file) or copy.endswith(f" {file}")


def story_is_taken(
    story_id: str, *, is_declared: bool, has_address: bool, place: tuple[str, int], holder: str, is_copy: bool
) -> Problem:
    """Return what is said of a story at `place`, a path and a line, whose id the story at `holder` has."""
    if is_copy:
        message = f"This looks like a copy of a file: its story is already in the library, {holder}."
        fix = "Delete the copy, or bring what it says into the file."
    elif is_declared:
        message, fix = f'The id "{story_id}" is already taken by {holder}.', "Give this story another id."
    else:
        reason = "from the same original" if has_address else "with the same title, outlet and date"
        message = f"This story is already in the library, {reason}: {holder}."
        fix = "Delete one of them, or give this one an id of its own."
    path, line = place
    return Problem(path, line, 1, message, fix)


def _stem(path: bytes) -> str:
    return os.path.splitext(os.fsdecode(os.path.basename(path)))[0]
