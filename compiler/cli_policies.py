"""What flowc.toml's policies mean for the documents that are compiled."""

from __future__ import annotations

from runtime.config import Config
from runtime.policies import Known, resolved
from runtime.turning import in_cycles

from .build import Result
from .diagnostic import finding
from .ir import Program
from .resolve import flow_name

__all__ = ["judge"]


def judge(result: Result, config: Config) -> None:
    """Add an error for every pair in a cycle whose policy names a side (SEMANTICS section 1).

    Names that are not among these documents are left to `flowc sync`, which knows everything that was built.
    """
    known = _known(result.program)
    policies = resolved(config, known, strict=False)
    wrong = set(in_cycles(policies.sided(), known.rows))
    for flow in result.program.flows:
        for pair in flow.pairs:
            if pair.identity in wrong:
                result.findings.append(finding("F314", pair.span, name=pair.identity))
                result.failed.add(flow_name(pair.span.file))
    result.findings.sort(key=lambda f: (f.span.file, f.span.line, f.span.column, f.code, f.message))


def _known(program: Program) -> Known:
    known = Known()
    for flow in program.flows:
        keys = [pair.identity for pair in flow.pairs] + [mirror.identity for mirror in flow.mirrors]
        known.flows[flow.name] = (flow.left.name, tuple(dict.fromkeys(keys)))
        for pair in flow.pairs:
            known.rows.setdefault(pair.identity, set()).update(row.identity for row in pair.rows)
    return known
