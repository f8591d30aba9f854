"""XML from files: a tree of it, and nothing else that XML can do."""

from pathlib import Path

import pytest

from viewer import limits
from viewer.kinds.xml_tree import XmlError, parse_xml

LAUGHS = b"""<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
 <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
]><lolz>&lol3;</lolz>"""


def test_names_lose_their_namespace_and_order_stays() -> None:
    root = parse_xml(b'<a:r xmlns:a="urn:x" a:k="1">one<b/>two<c>three</c></a:r>')
    assert (root.name, root.attributes) == ("r", {"k": "1"})
    names = [one if isinstance(one, str) else one.name for one in root.children]
    assert names == ["one", "b", "two", "c"]
    assert root.text() == "onetwothree"
    found = root.first("c")
    assert found is not None
    assert found.text() == "three"
    assert root.first("b", "absent") is None


def test_a_billion_laughs_are_refused_where_they_are_declared() -> None:
    with pytest.raises(XmlError, match="declares entities"):
        parse_xml(LAUGHS)


def test_an_external_entity_is_refused_and_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    data = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]><r>&x;</r>'
    with pytest.raises(XmlError, match="declares entities"):
        parse_xml(data.encode())
    parameter = f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{secret.as_uri()}"> %x;]><r/>'
    with pytest.raises(XmlError, match="declares entities"):
        parse_xml(parameter.encode())


def test_an_external_dtd_is_never_fetched(tmp_path: Path) -> None:
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ENTITY x "from outside">')
    root = parse_xml(f'<!DOCTYPE r SYSTEM "{dtd.as_uri()}"><r>text</r>'.encode())
    assert root.text() == "text"
    used = f'<!DOCTYPE r SYSTEM "{dtd.as_uri()}"><r>&x;</r>'.encode()
    assert "outside" not in parse_xml(used).text()


def test_depth_number_and_size_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b"<a>" * 5000 + b"</a>" * 5000
    with pytest.raises(XmlError, match="too deeply"):
        parse_xml(deep)
    monkeypatch.setattr(limits, "XML_NODES", 10)
    with pytest.raises(XmlError, match="too many"):
        parse_xml(b"<r>" + b"<a/>" * 10 + b"</r>")
    monkeypatch.setattr(limits, "XML_BYTES", 10)
    with pytest.raises(XmlError, match="larger than"):
        parse_xml(b"<r>0123456789</r>")


@pytest.mark.parametrize(
    "data",
    [b"", b"no xml", b"<r>", b"<r>&undefined;</r>", b"\xff\xfe<\0r\0", b"<r a=1/>"],
)
def test_what_is_not_well_formed_is_told_with_its_line(data: bytes) -> None:
    with pytest.raises(XmlError, match="well-formed"):
        parse_xml(data)


def test_encodings_are_read_as_declared() -> None:
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?><r>é</r>'.encode("latin-1")
    assert parse_xml(latin).text() == "é"
    assert parse_xml("<r>é</r>".encode("utf-16")).text() == "é"
    with pytest.raises(XmlError, match=r"encoding|well-formed"):
        parse_xml(b'<?xml version="1.0" encoding="no-such"?><r/>')
