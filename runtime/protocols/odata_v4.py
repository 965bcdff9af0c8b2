"""`odata-v4`: OData 4.0 in JSON (OASIS, "OData JSON Format"). Pure: requests out, answers in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from ..exchange import Answer, Request
from ..model import Precondition
from .rest_json import RestJson

__all__ = ["ODataV4"]


class ODataV4(RestJson):
    """Requests and answers of one entity set."""

    accept: ClassVar[str] = "application/json;odata.metadata=minimal"

    def reading(self, rows: int = 0) -> dict[str, str]:
        """With the page size wished for: `$top` would end the whole answer there (OData 4.0, part 1, 8.2.8.5)."""
        prefer = {"Prefer": f"odata.maxpagesize={rows}"} if rows else {}
        return super().reading() | prefer

    def quoted(self, text: str) -> str:
        return text.replace("'", "''")

    # ---- $batch ---------------------------------------------------------------------------------

    @property
    def creates_at_once(self) -> int:
        return self.system.batch.rows if self.system.batch.address else super().creates_at_once

    @property
    def updates_at_once(self) -> int:
        if not self.system.batch.address or self.system.precondition is Precondition.COMPARE:
            return super().updates_at_once
        return self.system.batch.rows

    def batch(self, requests: Sequence[Request]) -> Request:
        """Requests in one: each part is answered by itself, and one that fails does not stop the others.

        Addresses of parts are relative to the service's root; a part carries no Accept of its own.
        """
        parts = [
            {
                "id": str(number),
                "method": request.method,
                "url": request.target.lstrip("/"),
                "headers": {name: value for name, value in request.headers.items() if name != "Accept"}
                | ({"Content-Type": "application/json"} if request.method != "DELETE" else {}),
                **({"body": request.body} if request.method != "DELETE" else {}),
            }
            for number, request in enumerate(requests)
        ]
        headers = self.writing() | {"Prefer": "odata.continue-on-error"}
        return Request(method="POST", target=self.system.batch.address, body={"requests": parts}, headers=headers)

    def parts(self, answer: Answer, count: int) -> list[Answer | None]:
        """The answers to the parts of a batch, in their order; None for a part that is not told (F-16)."""
        told = answer.body.get("responses") if isinstance(answer.body, dict) else None
        found: list[Answer | None] = [None] * count
        for part in told if isinstance(told, list) else []:
            number = _number(part.get("id"), count) if isinstance(part, dict) else None
            status = part.get("status") if isinstance(part, dict) else None
            if number is None or type(status) is not int:
                continue
            headers = part.get("headers")
            named = headers.items() if isinstance(headers, dict) else ()
            lowered = {str(name).lower(): str(value) for name, value in named}
            found[number] = Answer(status, lowered, part.get("body"), answer.address)
        return found


def _number(value: Any, count: int) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 and int(text) < count else None
