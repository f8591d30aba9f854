"""A Key Object Selection document: the images that the reader chose.

PS3.3 A.35.4, C.17.6; content by PS3.16 TID 2010.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.export.document import file_bytes, model_of, new_object
from viewer.export.records import ExportError, Image
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom import Dataset

KEY_OBJECTS = "1.2.840.10008.5.1.4.1.1.88.59"
OF_INTEREST = ("113000", "DCM", "Of Interest")
DESCRIPTION = ("113012", "DCM", "Key Object Description")


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """Images and the frames (from 0) of each that were chosen; () for all of them."""

    keys: tuple[tuple[Image, tuple[int, ...]], ...]
    description: str = ""


def key_object_selection(request: KeyRequest) -> bytes:
    """The document; all images are of one study. Raises ExportError."""
    if not request.keys:
        raise ExportError(tr("No image of this study is a key image."))
    made = new_object(model_of(request.keys[0][0]), KEY_OBJECTS, "KO", "Key images")
    made.ReferencedPerformedProcedureStepSequence = []
    made.ContentDate = made.InstanceCreationDate
    made.ContentTime = made.InstanceCreationTime
    made.CurrentRequestedProcedureEvidenceSequence = [
        evidence([image for image, _ in request.keys])
    ]
    made.ValueType = "CONTAINER"
    made.ConceptNameCodeSequence = [code(*OF_INTEREST)]
    made.ContinuityOfContent = "SEPARATE"
    template = item()
    template.MappingResource = "DCMR"
    template.TemplateIdentifier = "2010"
    made.ContentTemplateSequence = [template]
    content = []
    if request.description:
        words = item()
        words.RelationshipType, words.ValueType = "CONTAINS", "TEXT"
        words.ConceptNameCodeSequence = [code(*DESCRIPTION)]
        words.TextValue = request.description
        content.append(words)
    content += [_chosen(image, frames) for image, frames in request.keys]
    made.ContentSequence = content
    return file_bytes(made)


def evidence(images: Sequence[Image]) -> Dataset:
    """The study of the images, and in it each series with its images (C.17.2)."""
    by_series: dict[str, dict[str, Image]] = {}
    for image in images:
        series = by_series.setdefault(image.series_uid, {})
        series.setdefault(image.sop_instance_uid, image)
    study = item()
    study.StudyInstanceUID = images[0].study_uid
    study.ReferencedSeriesSequence = []
    for uid, of_series in by_series.items():
        one = item()
        one.SeriesInstanceUID = uid
        one.ReferencedSOPSequence = [_reference(image) for image in of_series.values()]
        study.ReferencedSeriesSequence.append(one)
    return study


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """A coded concept (PS3.3 8.8)."""
    made = item()
    made.CodeValue = value
    made.CodingSchemeDesignator = scheme
    made.CodeMeaning = meaning
    return made


def item() -> Dataset:
    """An empty item of a sequence."""
    from pydicom import Dataset

    return Dataset()


def _reference(image: Image) -> Dataset:
    one = item()
    one.ReferencedSOPClassUID = image.sop_class_uid
    one.ReferencedSOPInstanceUID = image.sop_instance_uid
    return one


def _chosen(image: Image, frames: tuple[int, ...]) -> Dataset:
    one = item()
    one.RelationshipType, one.ValueType = "CONTAINS", "IMAGE"
    reference = _reference(image)
    if frames and len(frames) < image.frame_count:
        reference.ReferencedFrameNumber = [frame + 1 for frame in frames]
    one.ReferencedSOPSequence = [reference]
    return one
