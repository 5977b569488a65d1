"""The settings of summaries: a model is named, its key is not, and nothing goes where others could read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.config import Config, load_config, require_config
from newsreader.config.summarize import SummarizeSettings

SECRET = "sk-live-0123456789abcdef"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_every_setting_of_summaries_is_read(file: Path) -> None:
    file.write_text(
        '[summarize]\nendpoint = "https://models.example/v1/"\nmodel = "small-7b"\nkey_env = "MODEL_KEY"\n'
        'context = 8192\nlanguage = "en"\nprice_in = 0.1\nprice_out = 2\nask_above = 1\ntimeout = 60\n'
        "keep_sources = false\n"
    )
    settings = require_config(file).summarize
    assert settings == SummarizeSettings(
        "https://models.example/v1", "small-7b", "MODEL_KEY", (), "", 8192, "en", 0.1, 2.0, 1.0, 60.0, False
    )
    assert (settings.host, settings.is_local) == ("models.example", False)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:11434/v1",
        "http://localhost:8080/v1",
        "http://[::1]:1234",
        "http://127.9.9.9/v1",
        "http://model.localhost/v1",
    ],
)
def test_a_model_on_this_machine_needs_no_https(file: Path, address: str) -> None:
    file.write_text(f'[summarize]\nendpoint = "{address}/chat/completions"\n')
    settings = require_config(file).summarize
    assert settings.endpoint == address
    assert settings.is_local


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("http://models.example/v1", "is neither https nor on this machine"),
        ("http://192.168.1.7:11434/v1", "is neither https nor on this machine"),
        ("http://0.0.0.0:11434/v1", "is neither https nor on this machine"),
        ("http://localhost.example/v1", "is neither https nor on this machine"),
        ("ftp://127.0.0.1/v1", "Only web addresses"),
        ("models.example", "Only web addresses"),
        (f"https://{SECRET}@models.example/v1", "holds a user name"),
        (f"https://models.example/v1?key={SECRET}", "has something behind its path. A key never stands in the config"),
        (f"https://models.example/v1#{SECRET}", "has something behind its path"),
    ],
)
def test_an_endpoint_that_others_could_read_is_refused(file: Path, value: str, told: str) -> None:
    file.write_text(f'[summarize]\nmodel = "small"\nendpoint = "{value}"\n')
    loaded = load_config(file)
    (problem,) = loaded.problems
    assert problem.line == 3
    assert told in problem.message
    assert SECRET not in str(problem)
    assert loaded.config.summarize == SummarizeSettings(model="small")


@pytest.mark.parametrize("name", ["key", "api_key", "token", "secret", "password", "authorization"])
def test_a_key_in_the_config_is_refused_and_not_repeated(file: Path, name: str) -> None:
    file.write_text(f'[summarize]\n{name} = "{SECRET}"\n')
    loaded = load_config(file)
    (problem,) = loaded.problems
    assert problem.message == f'"{name}": A key never stands in the config.'
    assert "key_env" in problem.fix
    assert SECRET not in str(problem)
    assert loaded.config == Config()


def test_a_key_in_place_of_the_name_of_its_variable_is_not_repeated(file: Path) -> None:
    file.write_text(f'[summarize]\nkey_env = "{SECRET}"\n')
    (problem,) = load_config(file).problems
    assert "has to be the name of a variable of the environment" in problem.message
    assert SECRET not in str(problem)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["pass", "show", "the model"]', ("pass", "show", "the model")),
        ("\"pass show 'the model'\"", ("pass", "show", "the model")),
    ],
)
def test_a_command_for_the_key_is_a_list_of_words(file: Path, text: str, words: tuple[str, ...]) -> None:
    file.write_text(f"[summarize]\nkey_command = {text}\n")
    assert require_config(file).summarize.key_command == words


def test_only_one_setting_says_where_the_key_is(file: Path) -> None:
    file.write_text('[summarize]\nkey_file = "~/key"\nkey_env = "KEY"\n')
    loaded = load_config(file)
    (problem,) = loaded.problems
    assert problem.message == "key_env and key_file both say where the key is."
    assert (loaded.config.summarize.key_env, loaded.config.summarize.key_file) == ("KEY", "")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("context = 2047", "has to be a whole number of tokens from 2048 to 2000000"),
        ("context = true", "has to be a whole number"),
        ("context = 4096.0", "has to be a whole number"),
        ('language = "the language"', "has to be the tag of a language"),
        ("price_in = -1", "has to be a number from 0 to 10000"),
        ("price_out = nan", "has to be a number from 0 to 10000"),
        ("ask_above = true", "has to be a number from 0 to 10000"),
        ('keep_sources = "no"', "has to be true or false"),
        ("timeout = 0", "has to be a number from 1 to 3600"),
        ("key_command = []", "has to be a list of a program and its arguments"),
        ('key_command = "a \'b"', "has a quote that does not end"),
        ("key_command = [1]", "has to be a list of a program and its arguments"),
        ("model = 7", "has to be text in quotes, on one line"),
        ('model = "a\\nb"', "has to be text in quotes, on one line"),
        ("temperature = 1", "is no setting of it: there are endpoint, model, key_env"),
    ],
)
def test_a_bad_setting_of_summaries_leaves_its_default(file: Path, line: str, told: str) -> None:
    file.write_text(f"[summarize]\n{line}\n")
    loaded = load_config(file)
    (problem,) = loaded.problems
    assert problem.line == 2
    assert told in problem.message
    assert loaded.config == Config()


def test_what_is_no_table_is_told(file: Path) -> None:
    file.write_text('summarize = "model"\n')
    (problem,) = load_config(file).problems
    assert problem.message == '"summarize" has to be a table of settings.'
