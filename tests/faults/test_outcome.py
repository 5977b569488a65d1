"""What the suite of faults calls a broken promise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.faults import __main__ as suite
from tests.faults.forks import Child
from tests.faults.kills import _judged
from tests.faults.outcome import Outcome, Setting, Share, carried_out, report
from tests.faults.records import fill


def _run(change: Callable[[Outcome], object]) -> Outcome:
    outcome = Outcome("test", runs=1)
    change(outcome)
    return outcome


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda outcome: setattr(outcome, "lost", 1), "1 acknowledged marks are lost"),
        (lambda outcome: setattr(outcome, "wrong", 1), "1 are wrong"),
        (lambda outcome: setattr(outcome, "runs", 0), "it was never run"),
        (lambda outcome: setattr(outcome, "recovered", Share(989, 1000)), "only 98.900% is recovered"),
        (lambda outcome: setattr(outcome, "relinked", Share(989, 1000)), "only 98.900% is linked again"),
        (lambda outcome: setattr(outcome, "reported", Share(999, 1000)), "only 99.900% of the damages are reported"),
        (lambda outcome: setattr(outcome, "readable", Share(999, 1000)), "only 99.900% can be read"),
        (lambda outcome: outcome.expect(False, "no cake"), "no cake"),
    ],
)
def test_a_broken_promise_is_reported(change: Callable[[Outcome], object], fault: str) -> None:
    outcome = _run(change)
    assert outcome.faults == [fault]
    assert f"- test: BROKEN: {fault}" in report([outcome])
    assert report([outcome]).splitlines()[4].endswith("| no |")


def test_what_is_kept_is_reported_too() -> None:
    outcome = _run(lambda outcome: setattr(outcome, "recovered", Share(99, 100)))
    assert outcome.faults == []
    assert report([outcome]).splitlines()[4].endswith("| yes |")


def test_a_mark_that_was_acknowledged_and_is_not_there_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "data" / "state.db"
    fill(path, 1, seed=1)
    child = Child(0, -1, ["open", '[["read", "read-0-0", "yes"], ["read", "nobody", "yes"]]', "done"])
    outcome = Outcome("kill")
    _judged(child, {}, path, tmp_path / "copy", outcome, run=1)
    assert (outcome.acknowledged, outcome.lost) == (2, 1)
    assert len(outcome.broken) == 1


def test_the_command_ends_with_1_where_a_promise_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def loses(setting: Setting, outcome: Outcome) -> None:
        outcome.runs, outcome.acknowledged, outcome.lost = 1, 5, 1

    monkeypatch.setattr(suite, "FAULTS", {"loses": loses})
    assert suite.main(["--report", str(tmp_path / "report.md")]) == 1
    assert "| loses | 1 | 5 | 1 |" in capsys.readouterr().out
    assert "| loses | 1 | 5 | 1 |" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_each_fault_has_a_folder_of_its_own(tmp_path: Path) -> None:
    seen: list[Path] = []
    carried_out("one", lambda setting, _: seen.append(setting.folder), Setting(tmp_path / "one", True, 1))
    assert seen[0].is_dir()
