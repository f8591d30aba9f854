"""Small PDF files, written object by object (ISO 32000-1): pages of a few lines."""

from collections.abc import Sequence

from viewer.demo.marks import NOTICE

A4_POINTS = (595, 842)

PAGE = (
    "Chest CT: report",
    NOTICE,
    "Findings",
    "No finding: this is a test of the viewer.",
    "Impression",
    "Nothing to compare. The right lung is on the left of the page.",
)


def pdf_bytes(
    pages: Sequence[Sequence[str]] = (PAGE,), size: tuple[int, int] = A4_POINTS
) -> bytes:
    """A PDF (ISO 32000-1) with one line of text after another on each page."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        b" /Encoding /WinAnsiEncoding >>",
    ]
    for at, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}]"
            f" /Contents {5 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        stream = _page_stream(lines, size[1])
        objects.append(
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream)
        )
    return pdf_file(objects)


def pdf_file(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1 as a PDF file, the first one its catalogue."""
    file = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


def _page_stream(lines: Sequence[str], height: int) -> bytes:
    """The first line is large, the others stand below it in pairs."""
    parts = []
    for number, line in enumerate(lines):
        points = 20 if number == 0 else 12
        y = height - 80 - 26 * number - 8 * ((number + 1) // 2)
        words = line.encode("cp1252", "replace")
        escaped = words.replace(b"\\", b"\\\\").replace(b"(", b"\\(")
        escaped = escaped.replace(b")", b"\\)")
        parts.append(b"BT /F1 %d Tf 60 %d Td (%b) Tj ET" % (points, y, escaped))
    return b"\n".join(parts)
