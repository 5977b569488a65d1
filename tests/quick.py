"""The quick check: `python -m tests.quick` looks at types, style and layers, and runs the unit tests that need no terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

_PROGRAMS: Final = Path(sys.executable).parent
_CHECKS: Final = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "--strict"),
    ("lint-imports", "--no-logo"),
    ("pytest", "-n", "auto", "tests/unit", "-m", "not slow"),
)
"""Programs with their arguments, the fastest first."""


def main() -> int:
    """Run each check, whatever came of those before it; 1 where one has failed."""
    failed = [check for check in _CHECKS if subprocess.run([_PROGRAMS / check[0], *check[1:]], check=False).returncode]
    for check in failed:
        sys.stdout.write(f"failed: {' '.join(check)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
