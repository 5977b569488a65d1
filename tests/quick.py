"""The quick check: `python -m tests.quick` looks at types, style and layers, and runs the tests that need little time.

Those are the unit tests that start no program and draw no examples.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

_PROGRAMS: Final = Path(sys.executable).parent
_TAKES_TIME: Final = re.compile(r"subprocess|hypothesis|multiprocessing|\bpty\b|\bRun\b|\bCopy\b|run_test")
"""What a file of tests mentions that starts programs, or draws examples."""


def quick_tests() -> list[str]:
    """Return the files of unit tests that need little time."""
    files = sorted((Path(__file__).parent / "unit").glob("test_*.py"))
    return [str(file) for file in files if not _TAKES_TIME.search(file.read_text(encoding="utf-8"))]


def main() -> int:
    """Run each check, whatever came of those before it; 1 where one has failed."""
    checks = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy", "--strict"),
        ("lint-imports", "--no-logo"),
        ("pytest", *quick_tests()),
    )
    failed = [
        check[0] for check in checks if subprocess.run([_PROGRAMS / check[0], *check[1:]], check=False).returncode
    ]
    if failed:
        sys.stdout.write(f"failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
