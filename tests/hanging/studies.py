"""Studies in memory, one small image a series, for the tables of protocols."""

from typing import Any

from tests.ui.sets import header_of
from viewer.demo.build import image
from viewer.demo.parts import uid
from viewer.files.index import IndexBuilder
from viewer.hanging.plan import StudySets, study_sets
from viewer.kinds import display_sets

ORIENTATIONS = {
    "axial": [1, 0, 0, 0, 1, 0],
    "sagittal": [0, 1, 0, 0, 0, -1],
    "coronal": [1, 0, 0, 0, 0, -1],
}


def series(
    number: int, modality: str, date: str = "20261122", images: int = 1, **elements: Any
) -> list[Any]:
    """Headers of one series; `plane` gives them an orientation."""
    plane = elements.pop("plane", "")
    if plane:
        elements["ImageOrientationPatient"] = ORIENTATIONS[plane]
    made = []
    for index in range(images):
        place = {"ImagePositionPatient": [index * 5, index * 5, index * 5]}
        dataset = image(
            modality=modality,
            **{
                **(place if plane else {}),
                "StudyDate": date,
                "StudyInstanceUID": uid("study", date),
                "SeriesInstanceUID": uid("series", date, number),
                "SOPInstanceUID": uid("instance", date, number, index),
                "SeriesNumber": number,
                "InstanceNumber": index + 1,
                **elements,
            },
        )
        made.append(header_of(dataset, f"memory:{date}/{number}/{index}"))
    return made


def study(*headers: list[Any]) -> StudySets:
    """The pictures of one study."""
    builder = IndexBuilder()
    for header in [one for listed in headers for one in listed]:
        builder.add(header)
    ((found,),) = (patient.studies for patient in builder.index().patients)
    sets = [one for part in found.series for one in display_sets(part)]
    return study_sets(found.key, sets)
