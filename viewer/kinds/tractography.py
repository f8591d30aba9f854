"""Tractography results: how many tracks each set has, and how long (PS3.3 C.8.33.2).

Points are x, y, z in millimetres of the patient; a track is as long as the straight
lines from each of its points to the next.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from viewer import limits
from viewer.kinds.card_content import CardContent, CardTable
from viewer.kinds.card_layout import Listing
from viewer.kinds.card_values import table_of
from viewer.kinds.reading import items, raw
from viewer.kinds.references import references_of
from viewer.text import figure, mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset

_NAMED = (
    (mark("No."), "TrackSetNumber"),
    (mark("Label"), "TrackSetLabel"),
    (mark("Colour"), "RecommendedDisplayCIELabValue"),
    (mark("Tracks"), "#TrackSequence"),
)
_SETS = (
    (mark("No."), "TrackSetNumber"),
    (mark("Anatomy"), "TrackSetAnatomicalTypeCodeSequence"),
    (mark("Model"), "DiffusionModelCodeSequence"),
    (mark("Algorithm"), "TrackingAlgorithmIdentificationSequence/AlgorithmName"),
)
_FIGURES = (
    mark("Points"),
    mark("Shortest [mm]"),
    mark("Mean length [mm]"),
    mark("Longest [mm]"),
    mark("Without a length"),
)
_STATISTICS = (
    (mark("Quantity"), "ConceptNameCodeSequence"),
    (mark("Statistic"), "ModifierCodeSequence"),
    (mark("Value"), "FloatingPointValue"),
    (mark("Unit"), "MeasurementUnitsCodeSequence"),
)


def read_tractography(dataset: "Dataset", kind: str) -> CardContent:
    """Each set of tracks with what its points say, and the statistics that it states.

    Lengths are measured here; statistics are those of its maker, never made anew.
    """
    sets = items(dataset, "TrackSetSequence")
    little = getattr(getattr(dataset, "layout", None), "little_endian", True)
    named = table_of(dataset, Listing("", "TrackSetSequence", _NAMED))
    measured = [
        (*words, *_figures(one, "<f4" if little else ">f4"))
        for words, one in zip(named, sets, strict=False)
    ]
    labels = [label for label, _ in _NAMED]
    described = table_of(dataset, Listing("", "TrackSetSequence", _SETS))
    tables = [
        _table(tr("Lengths of tracks"), [*labels, *_FIGURES], measured),
        _table(tr("Sets of tracks"), [label for label, _ in _SETS], described),
    ]
    for words, one in zip(named, sets, strict=False):
        stated = table_of(one, Listing("", "TrackSetStatisticsSequence", _STATISTICS))
        title = tr("Statistics of {name}", name=words[1] or words[0])
        tables.append(_table(title, [label for label, _ in _STATISTICS], stated))
    kept = tuple(table for table in tables if table.rows)
    return CardContent(references_of(dataset), (), kept[: limits.CARD_TABLES])


def length_mm(coordinates: bytes, form: str) -> float | None:
    """How long a track is; None when these are no two points or more."""
    if len(coordinates) % 12 or len(coordinates) < 24:
        return None
    points = np.frombuffer(coordinates, form).reshape(-1, 3).astype(np.float64)
    if not np.isfinite(points).all():
        return None
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def _figures(one: "Dataset", form: str) -> tuple[str, ...]:
    """Points, shortest, mean and longest of a set, and how many have no length."""
    tracks = items(one, "TrackSequence")
    coordinates = [raw(track, "PointCoordinatesData") for track in tracks]
    found = [length_mm(points, form) for points in coordinates]
    lengths = [length for length in found if length is not None]
    without = len(found) - len(lengths)
    points = sum(len(triples) // 12 for triples in coordinates)
    if not lengths:
        return str(points), "", "", "", str(without) if without else ""
    mean = sum(lengths) / len(lengths)
    told = (figure(mm, ".1f") for mm in (min(lengths), mean, max(lengths)))
    return str(points), *told, str(without) if without else ""


def _table(
    title: str, labels: Sequence[str], rows: Sequence[Sequence[str]]
) -> CardTable:
    """A table without the columns in which nothing stands."""
    used = [at for at in range(len(labels)) if any(row[at] for row in rows)]
    kept = tuple(tuple(row[at] for at in used) for row in rows)
    return CardTable(title, tuple(tr(labels[at]) for at in used), kept)
