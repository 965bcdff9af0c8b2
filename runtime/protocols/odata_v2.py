"""`odata-v2`: OData 2.0 in JSON, with everything below "d" (odata.org, "OData Version 2.0: JSON Format"). Pure."""

from __future__ import annotations

from typing import Any

from ..exchange import Answer
from ..paging import reach
from .rest_json import RestJson

__all__ = ["ODataV2"]


class ODataV2(RestJson):
    """Requests and answers of one entity set."""

    def creating(self, *keys: str) -> dict[str, str]:
        """A POST is answered with a few properties unless all are asked for. No other request is."""
        return super().creating(*keys) | {"Prefer": "return=representation"}

    def quoted(self, text: str) -> str:
        return text.replace("'", "''")

    def unwrapped_rows(self, body: Any) -> Any:
        """`{"d": {"results": [...]}}`, or `{"d": [...]}` without "results"."""
        value = body
        for segment in self.system.envelope.rows:
            if isinstance(value, list):
                break
            value = reach(value, (segment,))
        return value

    def record(self, answer: Answer) -> dict[str, Any] | None:
        """`{"d": {...}}`, or the one row of `{"d": {"results": [{...}]}}` or of `{"d": [{...}]}`."""
        value = reach(answer.body, self.system.envelope.item)
        rows = value.get("results") if isinstance(value, dict) else value
        if isinstance(rows, list) and len(rows) == 1:
            value = rows[0]
        return value if isinstance(value, dict) and value else None
