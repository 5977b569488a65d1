"""Messages that no page sends."""

from __future__ import annotations

import json
from typing import Final

_SIZES: Final[list[object]] = [99_999_999, -1, 0, 1e9, True, None, "80", [80], {}, 10**400]
NONSENSE: Final = [
    "", "{", "null", "true", "1", '"stdin"', "[]", "{}", "[[[[", "[" * 20_000, "1" * 10_000, "NaN", "[NaN]", '["stdin"',
    *(json.dumps(["resize", {"width": size, "height": 24}]) for size in _SIZES),
    *(json.dumps(["resize", {"width": 80, "height": size}]) for size in _SIZES),
    json.dumps(["resize", {"width": 99_999_999, "height": 99_999_999}]),
    '["resize"]', '["resize", null]', '["resize", {}]', '["resize", [80, 24]]', '["resize", {"width": 80}]',
    '["stdin"]', '["stdin", 1]', '["stdin", null]', '["stdin", ["a"]]', '["stdin", "a", "b"]', '["stdin", "\\ud800"]',
    json.dumps(["stdin", "x" * 300_000]),
    '["ping"]', '["ping", {}]', json.dumps(["ping", "x" * 1_000]), '["focus", 1]', '["quit"]', '["exit"]', '["nothing", 1]',
    '[["stdin"], "a"]', '[null]', '{"0": "stdin", "1": "a"}', '["deliver_chunk_request", "a"]',
]  # fmt: skip
