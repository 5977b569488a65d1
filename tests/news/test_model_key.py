"""The key of a model is found where the config says, and no message has any of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from newsreader.config.summarize import SummarizeSettings
from newsreader.news.model_key import NoKeyError, read_key

SECRET = "sk-live-0123456789"


def command(code: str) -> SummarizeSettings:
    return SummarizeSettings(key_command=(sys.executable, "-c", code))


def authorization(settings: SummarizeSettings, **environment: str) -> str:
    key = read_key(settings, environment)
    assert key is not None
    return key.authorization


def test_without_a_setting_there_is_no_key() -> None:
    assert read_key(SummarizeSettings(), {"OPENAI_API_KEY": SECRET}) is None


def test_a_key_is_found_in_a_variable_a_file_and_a_command(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"\n{SECRET}\n# mine\n")
    assert authorization(SummarizeSettings(key_env="KEY"), KEY=f" {SECRET} ") == f"Bearer {SECRET}"
    assert authorization(SummarizeSettings(key_file=str(file))) == f"Bearer {SECRET}"
    assert authorization(command(f"print('{SECRET}')\nprint('more')")) == f"Bearer {SECRET}"


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    settings = SummarizeSettings(key_command=(sys.executable, "-c", "import sys; print(sys.argv[1])", "$HOME;`id`"))
    assert authorization(settings) == "Bearer $HOME;`id`"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (SummarizeSettings(key_env="KEY"), "The variable KEY with the model's key is empty. Set KEY."),
        (SummarizeSettings(key_file=f"/nowhere/{SECRET}"), "The file with the model's key can't be read"),
        (SummarizeSettings(key_file="/dev/null"), "The file with the model's key can't be read"),
        (
            SummarizeSettings(key_command=("/nowhere/program", SECRET)),
            "The command for the model's key can't be started",
        ),
        (command(f"print('{SECRET}'); raise SystemExit(3)"), "failed with exit status 3"),
        (command(f"import sys; sys.stderr.write('{SECRET}')"), "What the command for the key writes is empty"),
        (command(f"print('not a {SECRET}')"), "What the command for the key writes is no key"),
        (command(f"print('{SECRET}é')"), "is no key"),
        (command("print('x' * 9000)"), "is no key"),
    ],
)
def test_a_key_that_can_not_be_had_is_told_without_it(settings: SummarizeSettings, told: str) -> None:
    with pytest.raises(NoKeyError) as failed:
        read_key(settings, {})
    assert told in str(failed.value)
    assert SECRET not in str(failed.value)
    assert failed.value.exit_code == 2


def test_a_command_that_does_not_end_is_ended() -> None:
    with pytest.raises(NoKeyError, match=r"did not end within 0\.5 seconds"):
        read_key(command("import signal; signal.pause()"), {}, seconds=0.5)
