"""XML from untrusted files as a tree: nothing is fetched, no entity is expanded."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from viewer import limits
from viewer.text import tr

_SPACE = " "


class XmlError(Exception):
    """The text is no XML, or more or other than is read; the sentence says why."""


@dataclass(slots=True)
class Node:
    """One element: its name and attributes without namespaces, texts and elements."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    def elements(self, name: str = "") -> "list[Node]":
        """The elements right below, of one name or all."""
        return [
            child
            for child in self.children
            if isinstance(child, Node) and name in ("", child.name)
        ]

    def first(self, *path: str) -> "Node | None":
        """The element reached by the first of each name; None when there is none."""
        node: Node | None = self
        for name in path:
            node = next(iter(node.elements(name)), None) if node else None
        return node

    def text(self) -> str:
        """All text in it, white space as single spaces."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        waiting: list[Node | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                yield one
            else:
                waiting += reversed(one.children)


def parse_xml(data: bytes) -> Node:
    """The root element of a document. Raises XmlError.

    Entities are refused where they are declared, external ones are never looked for.
    """
    from xml.parsers.expat import ExpatError, ParserCreate, errors

    if len(data) > limits.XML_BYTES:
        megabytes = limits.XML_BYTES // 1_000_000
        raise XmlError(tr("It is larger than {megabytes} MB.", megabytes=megabytes))
    builder = _Builder()
    parser = ParserCreate(namespace_separator=_SPACE)
    parser.buffer_text = True
    parser.EntityDeclHandler = builder.entity
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(data, True)
    except ExpatError as fault:
        reason = errors.messages.get(fault.code, "") if fault.code else str(fault)
        sentence = tr(
            "It is no well-formed XML: {reason} in line {line}.",
            reason=reason,
            line=fault.lineno,
        )
        raise XmlError(sentence) from fault
    except (ValueError, LookupError) as fault:  # an encoding that Python cannot read
        raise XmlError(tr("It is in an encoding that cannot be read.")) from fault
    assert builder.root is not None
    return builder.root


class _Builder:
    """Makes the tree from what the parser meets, within limits."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def entity(self, *_: object) -> None:
        raise XmlError(tr("It declares entities, which are never read."))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > limits.XML_NODES or len(self._open) >= limits.XML_DEPTH:
            raise XmlError(tr("It has too many elements, or too deeply nested ones."))
        plain = {_local(key): value for key, value in attributes.items()}
        node = Node(_local(name), plain)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        self._open[-1].children.append(text)


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(_SPACE)[2]
