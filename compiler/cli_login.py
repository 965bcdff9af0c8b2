"""`flowc login SYSTEM`: the first login of a person, and the test of any system's connection."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from runtime.config import Config
    from runtime.model import Flow, System
    from runtime.secret import Code

__all__ = ["login_command"]


def login_command(load_flows: Callable[[Config], tuple[Flow, ...]]) -> click.Command:
    """The command. `load_flows` gives the generated flows of a configuration."""

    @click.command()
    @click.argument("system")
    @click.option("--check", is_flag=True, help="Only try what flowc.toml says; ask nobody to log in.")
    @click.option("--no-browser", is_flag=True, help="Print the address of the login page; do not open it.")
    @click.option(
        "--port", type=click.IntRange(0, 65535), default=0, help="The port to come back to.  [default: a free one]"
    )
    @click.option("--redirect", metavar="ADDRESS", help="The registered address, where the vendor refuses 127.0.0.1.")
    @click.option(
        "--timeout", type=click.FloatRange(0, 86400), default=300, show_default=True, help="Seconds to wait for it."
    )
    @click.option("--config", type=click.Path(path_type=Path), default=Path("flowc.toml"), show_default=True)
    def login(
        system: str, check: bool, no_browser: bool, port: int, redirect: str | None, timeout: float, config: Path
    ) -> None:
        """Log in to SYSTEM and say whether its account can be read.

        Where a vendor wants a person at a browser, the tokens this brings are kept where flowc.toml says.
        """
        from runtime.config import load
        from runtime.errors import UsageError
        from runtime.http import Client
        from runtime.log_file import logged
        from runtime.login import prove
        from runtime.model import AuthScheme
        from runtime.run import opened, systems_of, types_of

        loaded = load(config)
        flows = load_flows(loaded)
        known = systems_of(flows)
        if system not in known:
            raise UsageError(f"no flow that was built has a system {system!r}; there are {', '.join(sorted(known))}")
        if system not in loaded.systems:
            raise UsageError(f"flowc.toml has no [systems.{system}]; add its address and secrets")
        first = known[system].auth.scheme is AuthScheme.REFRESH_TOKEN and not check
        with logged(loaded), opened(
            loaded, {system: known[system]}, first_logins=(system,) if first else ()
        ) as clients:
            client = clients[system]
            if first and isinstance(client, Client):
                client.log_in(_code(loaded, known[system], redirect, port, not no_browser, timeout))
            read = prove(client, (kind for kind in types_of(flows) if kind.system.name == system))
        click.echo(f"{system}: logged in; {read}")

    return login


def _code(config: Config, system: System, redirect: str | None, port: int, browser: bool, seconds: float) -> Code:
    """What a person brings back from the vendor's login page, by itself or pasted."""
    from runtime.config import filled
    from runtime.errors import LoginRefused
    from runtime.login import Listener, begin, code_from_address
    from runtime.vault import ROTATING, secrets_of

    name, auth = system.name, system.auth
    own = config.systems[name].authorize_address or auth.authorize_address
    page = filled(config, name, own, "authorize_address")
    client_id = secrets_of(config, name, without=(ROTATING,))["client_id"]
    if redirect is not None:
        attempt = begin(name, page, client_id, redirect, auth.scope, auth.pkce)
        _show(attempt.address, browser)
        click.echo("Log in there, then paste the address that the browser ended at:")
        answer = sys.stdin.readline(16_384)
        if not answer.strip():
            raise LoginRefused(name, "no address was pasted")
        return code_from_address(attempt, answer)
    with Listener(port) as listener:
        attempt = begin(name, page, client_id, listener.redirect, auth.scope, auth.pkce)
        _show(attempt.address, browser)
        return listener.wait(attempt, seconds)


def _show(address: str, browser: bool) -> None:
    import webbrowser

    click.echo(f"Open this address in a browser and log in:\n{address}")
    if browser:
        try:
            webbrowser.open(address)
        except webbrowser.Error:  # there is none; the address is on the screen
            return
