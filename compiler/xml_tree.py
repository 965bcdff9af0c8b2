"""XML from strangers as a tree of plain values: no document types, no entities, a depth and a size that are bounded."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from msgspec import Struct, field

from .draft import MOST_BYTES, NotADescription

__all__ = ["Element", "parsed"]

_DEEPEST = 64
_MOST_ELEMENTS = 1_000_000


class Element(Struct):
    """An element: its local name, the namespace, its attributes by local name, and what is in it. Text is not kept."""

    name: str
    space: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """The children of this name."""
        return [child for child in self.children if child.name == name]

    def get(self, name: str) -> str:
        """An attribute, "" where it is not given."""
        return self.attributes.get(name, "")


def parsed(content: bytes) -> Element:
    """The root of the document. NotADescription where it is no XML, or XML that could do harm (A-17, G-12).

    Expat is told to stop at a document type: without one there are no entities of its own to expand or fetch.
    """
    if len(content) > MOST_BYTES:
        raise NotADescription(f"it has {len(content)} bytes, more than the {MOST_BYTES} that are read")
    parser = expat.ParserCreate(namespace_separator="\n")
    root: list[Element] = []
    open_elements: list[Element] = []
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(open_elements) >= _DEEPEST:
            raise NotADescription("it is nested without end")
        if count > _MOST_ELEMENTS:
            raise NotADescription(f"it has more than {_MOST_ELEMENTS} elements")
        space, _, local = name.rpartition("\n")
        plain = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        element = Element(local, space, plain)
        (open_elements[-1].children if open_elements else root).append(element)
        open_elements.append(element)

    def end(_name: str) -> None:
        open_elements.pop()

    def refuse(*_declaration: object) -> NoReturn:
        raise NotADescription("it has a document type, which may hide entities; remove the DOCTYPE")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as wrong:
        raise NotADescription(f"it is not XML: {wrong}") from None
    except (ValueError, LookupError):  # an encoding that is unknown
        raise NotADescription("it is not XML in an encoding that can be read") from None
    return root[0]
