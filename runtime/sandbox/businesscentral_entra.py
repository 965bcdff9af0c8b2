"""Signing in to Business Central: client credentials at Microsoft Entra, with its numbered errors."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from runtime.sandbox.world import Answer

SCOPE = "https://api.businesscentral.dynamics.com/.default"


def refuse_token(body: bytes, secrets: Mapping[str, str]) -> Answer | None:
    """The error for a token request, if there is something wrong with it."""
    form = {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}
    if form.get("client_id") != secrets["client_id"]:
        return _error(400, "unauthorized_client", 700016, "The application was not found.")
    if form.get("client_secret") != secrets["client_secret"]:
        return _error(401, "invalid_client", 7000215, "Invalid client secret provided.")
    if form.get("grant_type") != "client_credentials":
        return _error(400, "unsupported_grant_type", 70003, "The grant type is not supported.")
    if form.get("scope") != SCOPE:
        return _error(400, "invalid_scope", 70011, "The value for 'scope' is not valid.")
    return None


def _error(status: int, error: str, code: int, text: str) -> Answer:
    description = f"AADSTS{code}: {text}"
    return Answer(status, {"error": error, "error_description": description, "error_codes": [code]})
