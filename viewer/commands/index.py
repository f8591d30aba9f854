"""`negatoscope index`: patients, studies, series and display sets, in display order."""

import argparse
from collections import Counter
from collections.abc import Iterator
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
from viewer.files.header import Header
from viewer.files.index import Index, Patient, Study
from viewer.kinds.base import DisplaySet
from viewer.kinds.labels import frame_count
from viewer.work.opening import Catalogue, Opener, OpeningRequest, SeriesSets
from viewer.work.pool import Pool

Entry = dict[str, Any]
_NAMED = 2
"""Of the paths that something is said of, so many are named."""


def run(arguments: list[str]) -> int:
    """Print what was found; 1 when a file failed, 2 for wrong usage."""
    try:
        options = parsed(_parser(), arguments)
    except SystemExit as end:
        return 2 if end.code else 0
    prepare_streams()
    return until_closed(lambda: _report(options.paths, as_json=options.json))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="negatoscope index",
        description="Say what the window would show of these files, in its order.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file or folder")
    parser.add_argument("--json", action="store_true", help="one object for programs")
    return parser


def _report(paths: list[str], *, as_json: bool) -> int:
    pool = Pool()
    try:
        request = OpeningRequest(paths, (), lambda: False, lambda catalogue: None)
        catalogue = Opener(pool).run(request)
    finally:
        pool.close()
    for failed in catalogue.index.failed:
        print_failure(failed.path, failed.reason)
    if as_json:
        print_json(entry_of(catalogue))
    else:
        print("\n".join(_lines(catalogue)), flush=True)
    return 1 if catalogue.index.failed else 0


def entry_of(catalogue: Catalogue) -> Entry:
    """All of it for programs; every file stands in exactly one place.

    Of an object that was found several times, the copy that is shown stands with its
    display set, the others are its duplicates.
    """
    index = catalogue.index
    sets = {entry.series.key: entry for entry in catalogue.series}
    return {
        "patients": [_patient(patient, sets) for patient in index.patients],
        "skipped": [{"path": one.path, "reason": one.reason} for one in index.skipped],
        "failed": [{"path": one.path, "reason": one.reason} for one in index.failed],
        "duplicates": [
            {"sop_instance_uid": one.sop_instance_uid, "paths": list(one.paths[1:])}
            for one in index.duplicates
        ],
    }


def _patient(patient: Patient, sets: dict[str, SeriesSets]) -> Entry:
    first = patient.first
    return {
        "id": first.text(tags.PatientID) or None,
        "name": first.text(tags.PatientName).rstrip("=") or None,
        "studies": [_study(study, sets) for study in patient.studies],
    }


def _study(study: Study, sets: dict[str, SeriesSets]) -> Entry:
    return {
        "study_instance_uid": study.uid or None,
        "date": study.first.text(tags.StudyDate) or None,
        "description": study.first.text(tags.StudyDescription) or None,
        "series": [_series(sets[series.key]) for series in study.series],
    }


def _series(entry: SeriesSets) -> Entry:
    first = entry.series.first
    return {
        "series_instance_uid": entry.series.uid or None,
        "number": first.integer(tags.SeriesNumber),
        "modality": first.text(tags.Modality) or None,
        "description": first.text(tags.SeriesDescription) or None,
        "display_sets": [_display_set(one.own) for one in entry.display_sets],
    }


def _display_set(display_set: DisplaySet) -> Entry:
    return {
        "kind": display_set.kind,
        "label": display_set.label,
        "count": len(display_set.images),
        "instances": [
            {
                "sop_instance_uid": header.text(tags.SOPInstanceUID) or None,
                "path": header.source.path,
                "frames": frames,
            }
            for header, frames in _instances(display_set)
        ],
    }


def _instances(display_set: DisplaySet) -> list[tuple[Header, int]]:
    """The objects of a display set, by their first frame in it, and their frames there.

    Those that are no images stand there whole.
    """
    headers = {id(one.header): one.header for one in display_set.images}
    if display_set.view != "stack":
        return [(header, frame_count(header)) for header in headers.values()]
    frames = Counter(id(one.header) for one in display_set.images)
    return [(header, frames[key]) for key, header in headers.items()]


def _lines(catalogue: Catalogue) -> Iterator[str]:
    """The tree, then what is not in it."""
    sets = {entry.series.key: entry for entry in catalogue.series}
    for patient in catalogue.index.patients:
        name = person_name(patient.first.text(tags.PatientName)) or "No patient name"
        yield _joined(name, visible(patient.id), separator="  ")
        for study in patient.studies:
            date = date_text(study.first.text(tags.StudyDate))
            description = visible(study.first.text(tags.StudyDescription))
            yield f"  {_joined('Study', date, description)}"
            for series in study.series:
                yield from _series_lines(sets[series.key])
        yield ""
    yield from _other_lines(catalogue.index)


def _series_lines(entry: SeriesSets) -> Iterator[str]:
    first = entry.series.first
    title = f"Series {visible(first.text(tags.SeriesNumber))}".rstrip()
    modality = visible(first.text(tags.Modality))
    description = visible(first.text(tags.SeriesDescription))
    yield f"    {_joined(title, modality, description, visible(entry.series.note))}"
    for one in (shown.own for shown in entry.display_sets):
        missing = f"{one.missing} missing" if one.missing else ""
        words = _joined(one.kind, visible(one.label), missing)
        yield f"      {len(one.images):>5} × {words}"


def _other_lines(index: Index) -> Iterator[str]:
    for title, rows in (
        ("Skipped", [(one.path, one.reason) for one in index.skipped]),
        ("Failed", [(one.path, one.reason) for one in index.failed]),
        (
            "Duplicates",
            [
                (path, f"the same as {visible(one.paths[0])}")
                for one in index.duplicates
                for path in one.paths[1:]
            ],
        ),
        ("To check", [(_few(one.paths), one.sentence) for one in index.conflicts]),
    ):
        if rows:
            yield f"{title}: {len(rows)}"
            yield from (
                f"  {visible(path)}: {visible(reason)}" for path, reason in rows
            )
    yield f"Objects: {index.shown}"


def _few(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(map(visible, paths[:_NAMED])) + more


def _joined(*parts: str, separator: str = " · ") -> str:
    return separator.join(part for part in parts if part)
