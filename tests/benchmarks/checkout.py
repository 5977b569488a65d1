"""Another commit of the program in a clone of its own, and environments that are made alike for both."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.benchmarks.programs import Program

ROOT: Final = Path(__file__).parents[2]


def installed(source: Path, environment: Path) -> Program:
    """The program in `source`, in a new environment with the packages that it asks for itself, and no others.

    Raises CalledProcessError where they can't be installed.
    """
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--editable", str(source)], check=True)
    # Or the first runs of a new clone would be those that compile it.
    subprocess.run([str(python), "-m", "compileall", "-q", str(source / "src")], check=True)
    return Program(str(python), source)


def check_out(commit: str, folder: Path, root: Path = ROOT) -> Path:
    """A clone of `root` in `folder` with `commit` checked out; nothing is left behind in `root`.

    Raises CalledProcessError where there is no such commit.
    """
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", str(root), str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "checkout", "--quiet", "--detach", full_name(commit, root)], check=True)
    return folder


def full_name(commit: str, root: Path = ROOT) -> str:
    """The whole hash of a commit. Raises CalledProcessError where there is none such."""
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()
