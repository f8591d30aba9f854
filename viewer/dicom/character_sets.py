"""Text of every Specific Character Set, with code extensions (PS3.5 6.1.2).

The terms are those of PS3.3 C.12.1.1.2.

Decodes by itself what pydicom would, so that a window in Tokyo or Seoul does not have
to import it, and is forgiving: misspelt terms, undeclared sets, broken sequences.
"""

import re
from collections.abc import Sequence

_SETS_BY_NUMBER = {
    6: "ascii",
    13: "shift_jis",
    58: "gb2312",
    87: "ascii",
    100: "iso8859-1",
    101: "iso8859-2",
    109: "iso8859-3",
    110: "iso8859-4",
    126: "iso8859-7",
    127: "iso8859-6",
    138: "iso8859-8",
    144: "iso8859-5",
    148: "iso8859-9",
    149: "euc_kr",
    159: "ascii",
    166: "iso8859-11",
    192: "utf-8",
    203: "iso8859-15",
}
"""By the number at the end of the term; what stands in G1 before any escape. The
Japanese sets of 87 and 159 live in G0 and are reached by an escape only."""

_ALONE = frozenset({"utf-8", "gb18030", "gbk"})
_G1_AFTER = {
    b")I": "shift_jis",
    b"$)C": "euc_kr",
    b"$)A": "gb2312",
    b"-A": "iso8859-1",
    b"-B": "iso8859-2",
    b"-C": "iso8859-3",
    b"-D": "iso8859-4",
    b"-F": "iso8859-7",
    b"-G": "iso8859-6",
    b"-H": "iso8859-8",
    b"-L": "iso8859-5",
    b"-M": "iso8859-9",
    b"-T": "iso8859-11",
    b"-b": "iso8859-15",
}
_G0_AFTER = {b"(B": "ascii", b"(J": "ascii", b"$B": "0208", b"$@": "0208"}
_G0_AFTER[b"$(D"] = "0212"
_ESCAPE = re.compile(rb"\x1b(\(B|\(J|\$B|\$@|\$\(D|\)I|\$\)C|\$\)A|-[ABCDFGHLMTb])")
_RUN = re.compile(rb"[\x00-\x7f]+|[\x80-\xff]+")
_PAIRS = re.compile(rb"[\x21-\x7e]+|[^\x21-\x7e]+")
_LINE_END = re.compile(rb"[\r\n\f\t]")
_PAIR_PREFIX = {"0208": b"", "0212": b"\x8f"}


def decode(raw: bytes, terms: Sequence[str], delimiters: bytes = b"\\\r\n\t\f") -> str:
    """The text of a value; what cannot be decoded becomes U+FFFD.

    `terms` are the values of Specific Character Set. After each of the `delimiters`
    the sets are again those of the first term (PS3.5 6.1.2.5.3). Without any term,
    bytes that are UTF-8 are read as such, others as Latin-1.
    """
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    codecs = [_codec(term) for term in terms] or [""]
    first = codecs[0]
    if first in _ALONE:
        return raw.decode(first, errors="replace")
    if b"\x1b" not in raw and len(codecs) == 1:
        return _upper(raw, first)
    return _extended(raw, codecs, delimiters)


def _codec(term: str) -> str:
    """Python's name for a term, whatever way it is spelt; "" for the default set."""
    term = term.strip(" \0").upper()
    if "GB18030" in term:
        return "gb18030"
    if term.endswith("GBK"):
        return "gbk"
    if term.replace("-", "").replace("_", "") == "UTF8":
        return "utf-8"
    number = re.search(r"(\d+)$", term)
    return _SETS_BY_NUMBER.get(int(number[1]), "") if number else ""


def _upper(raw: bytes, codec: str) -> str:
    """Bytes of a single set; the default set has none over 127, so writers erred."""
    if codec in ("", "ascii"):
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("iso8859-1")
    return raw.decode(codec, errors="replace")


def _extended(raw: bytes, codecs: list[str], delimiters: bytes) -> str:
    """Text that switches its G0 and G1 sets by escape sequences."""
    start = codecs[0]
    if start in ("", "ascii"):
        # Some writers leave out the first escape: the other set is the best guess.
        start = next((codec for codec in codecs if codec not in ("", "ascii")), "")
    reset = re.compile(b"[" + re.escape(delimiters) + b"]")
    pieces: list[str] = []
    low, high = "ascii", start
    parts = _ESCAPE.split(raw)
    for number, part in enumerate(parts):
        if number % 2:
            low = _G0_AFTER.get(part, low)
            high = _G1_AFTER.get(part, high)
            continue
        for run in _RUN.findall(part):
            if run[0] >= 0x80:
                pieces.append(_upper(run, high))
                continue
            if low in _PAIR_PREFIX:
                text, ended = _paired(run, _PAIR_PREFIX[low])
                low = "ascii" if ended else low
            else:
                text, ended = run.decode("ascii"), bool(reset.search(run))
            high = start if ended else high
            pieces.append(text)
    return "".join(pieces)


def _paired(run: bytes, prefix: bytes) -> tuple[str, bool]:
    """Two-byte characters of G0, and whether a line ended (which ends the set)."""
    end = _LINE_END.search(run)
    inside, rest = (run[: end.start()], run[end.start() :]) if end else (run, b"")
    pieces: list[str] = []
    for part in _PAIRS.findall(inside):
        if not 0x21 <= part[0] <= 0x7E:
            pieces.append(part.decode("ascii"))
            continue
        upper = bytes(byte | 0x80 for byte in part)
        pairs = (upper[at : at + 2] for at in range(0, len(upper), 2))
        encoded = b"".join(prefix + pair for pair in pairs)
        pieces.append(encoded.decode("euc_jp", errors="replace"))
    return "".join(pieces) + rest.decode("ascii"), end is not None
