"""Display sets from builders, in memory: for tests of models, without a window."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.parts import base
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.index import IndexBuilder
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.kinds import display_sets
from viewer.kinds.base import DisplaySet, Frame
from viewer.work.loading import FrameLoad, Shown, load_frame

if TYPE_CHECKING:
    from pydicom import Dataset


def card_object(**elements: Any) -> "Dataset":
    """An object that is shown as a card: the template of an implant."""
    return base("1.2.840.10008.5.1.4.43.1", "OT", **elements)


def header_of(dataset: "Dataset", path: str = "memory", syntax: str = "") -> Header:
    """The walker's header of a data set, or the complete one where it matters."""
    header = walk_header(Source(path, to_bytes(dataset, syntax)))
    return complete_header(header.source) if header.wants_dataset else header


def sets_of(datasets: Sequence["Dataset"]) -> tuple[DisplaySet, ...]:
    """The display sets that the objects of one series split into."""
    builder = IndexBuilder()
    for number, dataset in enumerate(datasets):
        builder.add(header_of(dataset, f"memory:{number}"))
    ((study,),) = (patient.studies for patient in builder.index().patients)
    (series,) = study.series
    return display_sets(series)


def ct_set(slices: int = 5, **elements: Any) -> DisplaySet:
    """An axial CT stack."""
    (found,) = sets_of([ct_slice(number, **elements) for number in range(slices)])
    return found


def phased_set(positions: int = 3, phases: int = 2) -> DisplaySet:
    """The same positions several times over, as in a dynamic series."""
    frames = tuple(
        Frame(header_of(ct_slice(number), f"memory:{phase}/{number}"))
        for phase in range(phases)
        for number in range(positions)
    )
    labels = tuple(f"phase {phase}" for phase in range(phases))
    return DisplaySet("image2d", "stack", "", frames, phases, "time", labels)


def shown_of(frame: Frame) -> Shown:
    """An uncompressed frame, ready to show."""
    made = load_frame(FrameLoad(frame))
    assert isinstance(made, Shown)
    return made
