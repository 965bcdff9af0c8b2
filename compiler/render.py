"""Pages become text: templates, then black. The only module that imports jinja2 and black.

A template may print only the closed types of `page`; anything else stops the build (G-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import black
import jinja2
from black.mode import Mode, TargetVersion

from .page import Call, FlowPage, Given, Lit, Many, Name, SystemPage

__all__ = ["formatted", "render_flow", "render_qa", "render_report", "render_system"]

_FIXED = {word: Name(word) for word in ("Record", "Patch", "View", "left", "right")}
_MODE = Mode(target_versions={TargetVersion.PY311}, line_length=100)


class Unprintable(TypeError):
    """A template was handed something that is not a closed type: a mistake in a page or a template."""


def _finalize(value: object) -> object:
    if isinstance(value, Name | Lit | jinja2.Undefined) or value == "":
        return value
    if isinstance(value, _Rendered):
        return value
    raise Unprintable(f"a template may not print {type(value).__name__} {value!r}")


class _Rendered(str):
    """What a macro returned: text that already went through `_finalize`, piece by piece."""


class _Environment(jinja2.Environment):
    concat = staticmethod(lambda parts: _Rendered("".join(parts)))


def _environment() -> jinja2.Environment:
    environment = _Environment(
        loader=jinja2.PackageLoader("compiler", "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.tests["call"] = lambda value: isinstance(value, Call)
    environment.tests["given"] = lambda value: isinstance(value, Given)
    environment.tests["many"] = lambda value: isinstance(value, Many)
    return environment


_ENVIRONMENT = _environment()


def render_system(page: SystemPage) -> str:
    """The text of `generated/systems/<module>.py`, not formatted."""
    return _ENVIRONMENT.get_template("system.py.jinja").render(page=page, names=_FIXED)


def render_flow(page: FlowPage) -> str:
    """The text of `generated/flows/<module>.py`, not formatted."""
    return _ENVIRONMENT.get_template("flow.py.jinja").render(page=page, names=_FIXED)


def render_qa(page: FlowPage) -> str:
    """The text of `generated/qa/test_<module>.py`, not formatted."""
    return _ENVIRONMENT.get_template("qa.py.jinja").render(page=page, names=_FIXED)


@lru_cache(maxsize=64)
def formatted(text: str) -> str:
    """The text as black prints it. Remembered, since it takes most of a build and a process may build often."""
    return black.format_str(text, mode=_MODE)


# ---- pages for people ---------------------------------------------------------------------------


def render_report(values: Mapping[str, object]) -> str:
    """The demo's page. Everything in it is escaped: remote text never becomes markup (G-25)."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("compiler", "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja").render(values)
