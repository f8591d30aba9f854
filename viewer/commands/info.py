"""`negatoscope info`: what kind of object each file is, in a table or as JSON."""

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from viewer.commands.output import (
    prepare_streams,
    print_failure,
    print_json,
    until_closed,
)
from viewer.commands.words import parsed
from viewer.dicom import tags
from viewer.dicom.values import date_text, person_name, visible
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.scan import Failed as Unreadable
from viewer.files.scan import Skipped, scan
from viewer.files.sources import Source
from viewer.files.summary import (
    Compression,
    Size,
    Summary,
    stored_pixel_bytes,
    summary,
)
from viewer.files.summary_text import SPACING_ATTRIBUTES, facts, title
from viewer.kinds import kind_of
from viewer.pixels.faults import pixel_faults
from viewer.text import tr
from viewer.work.pool import Failed, Pool

Entry = dict[str, Any]
Described = tuple[Entry, list[str]]


def run(arguments: list[str]) -> int:
    """Report on every DICOM object; 1 when a file failed, 2 for wrong usage."""
    try:
        options = parsed(_parser(), arguments)
    except SystemExit as end:
        return 2 if end.code else 0
    prepare_streams()
    return until_closed(lambda: _report(options.paths, as_json=options.json))


def _report(paths: Sequence[str], *, as_json: bool) -> int:
    entries: list[Entry] = []
    failed = False
    for entry, lines in _described(paths):
        if "error" in entry:
            failed = True
            print_failure(entry["path"], entry["error"])
        if as_json:
            entries.append(entry)
        elif lines:
            print("\n".join(lines), end="\n\n", flush=True)
    if as_json:
        print_json(entries)
    return 1 if failed else 0


def read_entry(source: Source) -> Described:
    """The entry of an object that needs pydicom; for a worker process."""
    from viewer.files.dataset import complete_header

    return described(complete_header(source))


def described(header: Header) -> Described:
    """The JSON entry of an object, and its lines for people."""
    summed = summary(header, 0, stored_pixel_bytes(header))
    made = summed.equipment
    warnings = list(dict.fromkeys((*header.warnings, *pixel_faults(header))))
    entry = {
        "path": header.source.path,
        "sop_class_uid": summed.sop_class_uid or None,
        "sop_class_name": summed.sop_class_name,
        "sop_class_retired": summed.sop_class_retired,
        "sop_class_note": summed.sop_class_note,
        "kind": kind_of(header),
        "transfer_syntax_uid": summed.transfer_syntax_uid or None,
        "transfer_syntax_name": summed.transfer_syntax_name,
        "size": _size(summed.size),
        "resolution": _resolution(summed),
        "equipment": {
            field.name: getattr(made, field.name) or None for field in fields(made)
        },
        "compression": _compression(summed.compression),
        "patient": {
            "id": header.text(tags.PatientID) or None,
            "name": header.text(tags.PatientName).rstrip("=") or None,
            "birth_date": header.text(tags.PatientBirthDate) or None,
            "sex": header.text(tags.PatientSex) or None,
        },
        "study_instance_uid": header.text(tags.StudyInstanceUID) or None,
        "series_instance_uid": header.text(tags.SeriesInstanceUID) or None,
        "sop_instance_uid": header.text(tags.SOPInstanceUID) or None,
        "warnings": warnings,
    }
    return entry, list(_lines(header, summed, warnings))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="negatoscope info",
        description="Say what each DICOM object is: kind, size, resolution, equipment,"
        " compression.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file or folder")
    parser.add_argument("--json", action="store_true", help="a list for programs")
    return parser


def _described(paths: Sequence[str]) -> Iterator[Described]:
    """Each object in the order of the scan.

    A file that is no DICOM is an error when it was named; in a folder it is passed.
    """
    named = frozenset(paths)
    pool = Pool()
    try:
        for found in scan(paths, lambda: False):
            if isinstance(found, Skipped):
                if found.path in named:
                    yield _not_dicom(found.path, found.reason)
            elif isinstance(found, Unreadable):
                yield _error(found.path, found.reason)
            elif isinstance(found, Header) and not found.wants_dataset:
                yield described(found)
            else:
                yield from _from_worker(pool, found.source, named)
    finally:
        pool.close()


def _from_worker(
    pool: Pool, source: Source, named: frozenset[str]
) -> Iterator[Described]:
    answer = pool.submit(read_entry, source, lane="header")
    try:
        yield answer.result()
    except NotDicomError as error:
        if source.path in named:
            yield _not_dicom(source.path, str(error))
    except (UnreadableError, Failed) as error:
        yield _error(source.path, str(error))


def _not_dicom(path: str, what: str) -> Described:
    return _error(path, tr("this is no DICOM object ({what})", what=what))


def _error(path: str, reason: str) -> Described:
    return {"path": path, "error": reason}, []


def _size(size: Size | None) -> Entry | None:
    if size is None:
        return None
    return {
        "rows": size.rows,
        "columns": size.columns,
        "frames": size.frames,
        "samples_per_pixel": size.samples_per_pixel,
        "bits_stored": size.bits_stored or None,
        "bits_allocated": size.bits_allocated or None,
        "photometric_interpretation": size.photometric_interpretation or None,
    }


def _resolution(summed: Summary) -> Entry | None:
    spacing = summed.spacing
    if spacing is None or not math.isfinite(spacing.row_mm + spacing.column_mm):
        return None
    keyword, _ = SPACING_ATTRIBUTES[spacing.basis]
    return {
        "row_spacing_mm": spacing.row_mm,
        "column_spacing_mm": spacing.column_mm,
        "basis": f"{keyword}: {spacing.sentence}",
    }


def _compression(compression: Compression | None) -> Entry | None:
    if compression is None:
        return None
    return {
        "compressed": compression.compressed,
        "lossy": compression.lossy,
        "type": compression.family or None,
        "previously_lossy": compression.previously_lossy,
        "ratio": list(compression.ratios),
        "method": list(compression.methods),
    }


def _lines(header: Header, summed: Summary, warnings: Sequence[str]) -> Iterator[str]:
    yield visible(header.source.path)
    yield _line(tr("SOP Class"), title(summed), visible(summed.sop_class_uid))
    if summed.sop_class_note:
        yield _line("", tr(summed.sop_class_note))
    for fact in facts(summed):
        yield _line(fact.label, fact.text, fact.detail)
    name = person_name(header.text(tags.PatientName))
    number = visible(header.text(tags.PatientID))
    yield _line(tr("Patient"), name or tr("No patient name"), number)
    date = date_text(header.text(tags.StudyDate))
    yield _line(tr("Study"), visible(header.text(tags.StudyDescription)) or "–", date)
    for warning in warnings:
        yield _line(tr("Warning"), visible(warning))


def _line(label: str, text: str, detail: str = "") -> str:
    return f"  {label:<12} {text}" + (f"  ({detail})" if detail else "")
