"""What an address says of itself."""

from __future__ import annotations

import pytest

from runtime.errors import UsageError
from runtime.origin import checked_address, is_local, protected_address

LOCAL = [
    "http://127.0.0.1:8101/api",
    "https://127.1.2.3",
    "http://[::1]:80/",
    "http://localhost:1/x",
    "http://api.localhost",
    "sqlite:///crm.db",
    "sqlite:////var/crm.db",
    "sqlite://",
    "file:///var/crm.db",
    "postgresql:///crm",
    "postgresql+psycopg://user:word@localhost:5432/crm",
    "postgresql://user@127.0.0.1/crm",
    "postgresql:///crm?host=/var/run/postgresql",
]
ELSEWHERE = [
    "",
    "127.0.0.1",
    "https://api.example",
    "http://10.0.0.1",
    "http://0.0.0.0",
    "http://2130706433/",
    "http://localhost.example",
    "http://127.0.0.1.example",
    "http://notlocalhost",
    "http://[::1",
    "http://evil\\@localhost/",
    "http://localhost@evil/",
    "http://a@b@localhost/",
    "http://ev il@localhost/",
    "http:///path",
    "file://server/share/crm.db",
    "postgresql://db.example/crm",
    "postgresql://localhost,db.example/crm",
    "postgresql:///crm?host=db.example",
    "postgresql://localhost/crm?host=db.example",
    "c:\\crm.db",
    "ftp://localhost/",
]


@pytest.mark.parametrize("address", LOCAL)
def test_an_address_of_this_machine(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_any_other_address_is_elsewhere(address: str) -> None:
    assert not is_local(address)


@pytest.mark.parametrize("address", ["http://evil\\@localhost", "http://a b/", "https://a@b/", "http://h/\n"])
def test_an_address_that_parsers_read_differently_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        checked_address("demo", address)


def test_plain_http_over_a_network_wants_to_be_asked_for() -> None:
    with pytest.raises(UsageError, match=r"plain http.*`insecure = true` in \[systems\.demo\]"):
        protected_address("demo", "http://erp.example/api", insecure=False)
    for address, insecure in (("http://erp.example", True), ("https://erp.example", False), ("http://[::1]", False)):
        assert protected_address("demo", address, insecure) == address
