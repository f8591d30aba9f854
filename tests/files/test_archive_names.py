import io
import os
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from viewer.files.archive import archive_at
from viewer.files.archive_names import member_name
from viewer.files.sources import source_at

NAME = "exame/crânio ç.dcm"


def named(raw: bytes, flags: int = 0, extra: bytes = b"") -> zipfile.ZipInfo:
    """The entry that Python reads of an archive with these bytes as the name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo("x" * len(raw))
        entry.extra = extra
        archive.writestr(entry, b"data")
    data = bytearray(file.getvalue().replace(b"x" * len(raw), raw))
    central = data.index(b"PK\1\2")
    struct.pack_into("<H", data, central + 8, flags)
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        return archive.infolist()[0]


def unicode_path(name: str, of: bytes) -> bytes:
    content = struct.pack("<BI", 1, zlib.crc32(of)) + name.encode()
    return struct.pack("<HH", 0x7075, len(content)) + content


@pytest.mark.parametrize(
    ("raw", "flags", "extra", "expected"),
    [
        (b"CT/1", 0, b"", "CT/1"),
        (NAME.encode(), 0x800, b"", NAME),
        (NAME.encode(), 0, b"", NAME),
        (NAME.encode("cp437"), 0, b"", NAME),
        (b"exame/cr#U00e2nio", 0, b"\1\0\2\0ab", "exame/cr#U00e2nio"),
        (b"a#b", 0, unicode_path(NAME, b"a#b"), NAME),
        (b"a#b", 0, unicode_path(NAME, b"another"), "a#b"),
        (b"a#b", 0, struct.pack("<HHB", 0x7075, 1, 1), "a#b"),
    ],
    ids=["plain", "marked", "unmarked", "old", "other field", "field", "stale", "cut"],
)
def test_a_name_is_read_in_the_alphabet_that_it_was_written_in(
    raw: bytes, flags: int, extra: bytes, expected: str
) -> None:
    assert member_name(named(raw, flags, extra)) == expected


@pytest.mark.skipif(shutil.which("zip") is None, reason="Info-ZIP is not installed")
@pytest.mark.parametrize("language", ["C", "C.UTF-8"])
def test_names_of_info_zip_are_those_of_the_files(
    tmp_path: Path, language: str
) -> None:
    (tmp_path / "exame").mkdir()
    (tmp_path / NAME).write_bytes(b"data")
    subprocess.run(
        ["zip", "-q", "-r", "a.zip", "exame"],
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": language},
        check=True,
    )
    path = str(tmp_path / "a.zip")
    assert list(archive_at(path).members) == [NAME]
    assert source_at(f"{path}!/{NAME}").read(0, 10) == b"data"
