"""A .po file read as it is: a language is one file and nothing has to be compiled."""

import ast
import gettext
import io
import re
import struct

_LINE = re.compile(r'(msgid_plural|msgid|msgstr(?:\[\d+\])?|msgctxt)?\s*(".*")\s*$')
_CHARSET = re.compile(r"(?m)^Content-Type:.*\n?")
_UTF8 = "Content-Type: text/plain; charset=UTF-8\n"
_MAGIC = 0x950412DE
_HEAD_BYTES = 28

Entry = dict[str, str]


def catalogue_of(text: str) -> gettext.GNUTranslations:
    """The translations of a .po file; those that are only guessed are left out."""
    found: dict[str, str] = {}
    for lines in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        entry = _entry(lines)
        if entry is not None and all(_forms(entry)):
            name = "\0".join(filter(None, (entry["msgid"], entry.get("msgid_plural"))))
            found[name] = "\0".join(_forms(entry))
    found[""] = _CHARSET.sub("", found.get("", "")) + _UTF8
    return gettext.GNUTranslations(io.BytesIO(_compiled(found)))


def _entry(lines: str) -> Entry | None:
    """The parts of one entry; None where it is fuzzy, obsolete or nothing."""
    entry: Entry = {}
    part = ""
    for line in lines.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            return None
        match = _LINE.match(line.strip())
        if match is not None:
            part = match[1] or part
            entry[part] = entry.get(part, "") + str(ast.literal_eval(match[2]))
    return entry if "msgid" in entry and "msgctxt" not in entry else None


def _forms(entry: Entry) -> list[str]:
    return [entry[part] for part in sorted(entry) if part.startswith("msgstr")]


def _compiled(found: dict[str, str]) -> bytes:
    """As the standard library reads it: the .mo format of gettext."""
    pairs = sorted((one.encode(), other.encode()) for one, other in found.items())
    count = len(pairs)
    place = _HEAD_BYTES + 16 * count
    table, texts = b"", b""
    for column in (0, 1):
        for pair in pairs:
            table += struct.pack("<2I", len(pair[column]), place + len(texts))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + table + texts
