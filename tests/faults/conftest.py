"""The faults need processes that fork, which Windows has not."""

from __future__ import annotations

import os

collect_ignore = [] if hasattr(os, "fork") else ["test_faults.py", "test_outcome.py"]
