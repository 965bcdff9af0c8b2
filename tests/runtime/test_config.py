"""What `flowc.toml` may say, and where its secrets come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.config import EXAMPLE, Config, SecretSource, SystemConfig, load, remember, secrets_of
from runtime.errors import UsageError


def _written(folder: Path, content: str | bytes) -> Path:
    path = folder / "flowc.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _config(folder: Path, **sources: SecretSource) -> Config:
    return Config(folder=str(folder), systems={"exact": SystemConfig(secrets=sources)})


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"flowc\.toml does not exist; `flowc init`") as error:
        load(tmp_path / "flowc.toml")
    assert error.value.exit_code == 2


@pytest.mark.parametrize("content", ["state = ", b"\xff\xfe", "[systems\n"])
def test_what_is_not_toml_is_named(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(UsageError, match=r"flowc\.toml is not TOML"):
        load(_written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("stat = 'x'", "stat"),
        ("[systems.exact]\nadress = 'x'", "adress"),
        ("[systems.exact.secrets]\nkey = { variable = 'X' }", "variable"),
        ("[systems.exact]\nwrite = 'no'", "write"),
        ("policy = 'left'", "policy"),
    ],
)
def test_a_key_or_value_that_does_not_fit_is_named(tmp_path: Path, content: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        load(_written(tmp_path, content))


def test_the_example_can_be_read(tmp_path: Path) -> None:
    config = load(_written(tmp_path, EXAMPLE))
    assert config.path(config.state) == tmp_path / "state" / "flowc.db"
    assert config.systems["tripletex"].write is False and config.systems["customerp"].write is None
    assert config.systems["exact"].secrets["refresh_token"].file == "secrets/exact-refresh-token"


def test_an_empty_file_is_a_configuration(tmp_path: Path) -> None:
    assert load(_written(tmp_path, "")) == Config(folder=str(tmp_path))


# ---- secrets ------------------------------------------------------------------------------------


def test_a_secret_comes_from_the_environment_or_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_KEY", "from the environment")
    path = tmp_path / "token"
    path.write_text("from a file\n")
    path.chmod(0o600)
    config = _config(tmp_path, key=SecretSource(env="A_KEY"), token=SecretSource(file="token"))
    assert secrets_of(config, "exact") == {"key": "from the environment", "token": "from a file"}


@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("A_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("A_KEY", value)
    with pytest.raises(UsageError, match="exact: the environment variable A_KEY"):
        secrets_of(_config(tmp_path, key=SecretSource(env="A_KEY")), "exact")


@pytest.mark.parametrize("source", [SecretSource(), SecretSource(env="A", file="b")])
def test_a_secret_has_one_place(tmp_path: Path, source: SecretSource) -> None:
    with pytest.raises(UsageError, match="either `env` or `file`"):
        secrets_of(_config(tmp_path, key=source), "exact")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_secret_that_others_can_read_is_refused_without_showing_it(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "token"
    path.write_text("s3cret")
    path.chmod(mode)
    with pytest.raises(UsageError, match="chmod 600") as error:
        secrets_of(_config(tmp_path, token=SecretSource(file="token")), "exact")
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(("content", "reason"), [(None, "cannot be read"), (" \n", "is empty")])
def test_a_missing_or_empty_secret_file_is_named(tmp_path: Path, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "token").write_text(content)
        (tmp_path / "token").chmod(0o600)
    with pytest.raises(UsageError, match=reason):
        secrets_of(_config(tmp_path, token=SecretSource(file="token")), "exact")


def test_a_rotated_secret_replaces_its_file_at_once_and_stays_private(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("old")
    path.chmod(0o600)
    config = _config(tmp_path, refresh_token=SecretSource(file="token"))
    with path.open() as reader:
        remember(config, "exact", "refresh_token", "new")
        assert reader.read() == "old", "a reader of the old file is not disturbed"
    assert secrets_of(config, "exact") == {"refresh_token": "new"}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["token"]


@pytest.mark.parametrize("source", [SecretSource(env="A_KEY"), SecretSource()])
def test_a_rotating_secret_needs_a_file(tmp_path: Path, source: SecretSource) -> None:
    with pytest.raises(UsageError, match="must come from a `file`"):
        remember(_config(tmp_path, refresh_token=source), "exact", "refresh_token", "new")
