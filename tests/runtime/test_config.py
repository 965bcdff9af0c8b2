"""What `flowc.toml` may say, and where its secrets come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime import config as schema_file
from runtime.config import EXAMPLE, Config, SystemConfig, filled, load, schema
from runtime.errors import UsageError


def _written(folder: Path, content: str | bytes) -> Path:
    path = folder / "flowc.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


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
        ('log = "a\\u0000b"', "NUL character in it, .*at `log`"),
        ('documents = ["specs/*.rst", "a\\u0000b"]', "NUL character in it, .*at `documents.1`"),
        ('[systems.exact.secrets]\nkey = { file = "a\\u0000b" }', "at `systems.exact.secrets.key.file`"),
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


# ---- the tenant ---------------------------------------------------------------------------------

ADDRESS = "https://login.example/{tenant}/token"


def _with(tenant: str) -> Config:
    return Config(systems={"bc": SystemConfig(tenant=tenant)})


@pytest.mark.parametrize("tenant", ["0f0e0d0c-0000-4000-8000-000000000001", "contoso.example"])
def test_the_tenant_fills_its_place_in_an_address(tenant: str) -> None:
    assert filled(_with(tenant), "bc", ADDRESS, "token_address") == f"https://login.example/{tenant}/token"
    assert filled(_with(""), "bc", "https://login.example/token", "token_address") == "https://login.example/token"


def test_a_missing_tenant_is_named_with_what_to_write() -> None:
    with pytest.raises(UsageError, match=r'bc: its token_address .* add tenant = "\.\.\." to \[systems\.bc\]'):
        filled(_with(""), "bc", ADDRESS, "token_address")


@pytest.mark.parametrize("tenant", ["../evil", "a/b", "a?b", "a b", "@evil", ".", "{tenant}", "a\nb", "\u0430"])
def test_a_tenant_cannot_change_where_an_address_leads(tenant: str) -> None:
    with pytest.raises(UsageError, match="the tenant's id or its domain name"):
        filled(_with(tenant), "bc", ADDRESS, "token_address")


# ---- policies -----------------------------------------------------------------------------------


def test_what_the_example_says_of_policies_can_be_read(tmp_path: Path) -> None:
    start = EXAMPLE.index("# policy = ")
    lines = [line.removeprefix("# ") for line in EXAMPLE[start : EXAMPLE.index("\n\n", start)].splitlines()]
    config = load(_written(tmp_path, "\n".join(lines)))
    assert config.policy == "hold" and len(config.policies) == 2
    assert {table.policy for table in config.policies.values()} == {"left", None}


def test_the_schema_is_the_one_beside_it() -> None:
    assert Path(schema_file.__file__).with_name("config.schema.json").read_bytes() == schema()
