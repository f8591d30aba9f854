"""What every object of the demonstration says: synthetic, and no patient's."""

from typing import Any

import numpy as np

from viewer.demo.parts import uid

NOTICE = "SYNTHETIC – NOT A PATIENT"
STUDIES = {
    1: ("20261122", "Chest CT, head MR (demonstration)"),
    2: ("20261120", "Heart, breast (demonstration)"),
}
_EVENTS = ("Series", "Acquisition", "Content")
_WORD = "SYNTHETIC"

# A font of 5 × 7 dots, for the letters of the word: one row of dots a number.
_LETTERS = {
    "S": (14, 17, 16, 14, 1, 17, 14),
    "Y": (17, 17, 10, 4, 4, 4, 4),
    "N": (17, 25, 25, 21, 19, 19, 17),
    "T": (31, 4, 4, 4, 4, 4, 4),
    "H": (17, 17, 17, 31, 17, 17, 17),
    "E": (31, 16, 16, 30, 16, 16, 31),
    "I": (14, 4, 4, 4, 4, 4, 14),
    "C": (14, 17, 16, 16, 16, 17, 14),
}
_WIDTH, _HEIGHT = 5, 7


def word(scale: int = 1) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """The word SYNTHETIC as dots, `scale` pixels a dot: (7, 53) × scale."""
    dots = np.zeros((_HEIGHT, (_WIDTH + 1) * len(_WORD) - 1), bool)
    for number, letter in enumerate(_WORD):
        left = number * (_WIDTH + 1)
        for row, bits in enumerate(_LETTERS[letter]):
            for column in range(_WIDTH):
                dots[row, left + column] = bits >> (_WIDTH - 1 - column) & 1
    return np.kron(dots, np.ones((scale, scale), bool))


def burn(
    pixels: np.ndarray[Any, Any], value: Any, row: int, column: int, scale: int = 1
) -> None:
    """Write the word into the last pixel axes; negative places count from the end.

    Axes: rows, columns[, samples]; `value` is a number, or one a sample.
    """
    dots = word(scale)
    height, width = dots.shape
    top = row if row >= 0 else pixels.shape[0] + row - height
    left = column if column >= 0 else pixels.shape[1] + column - width
    pixels[top : top + height, left : left + width][dots] = value


def identity(study: int, series: str, title: str, time: str) -> dict[str, Any]:
    """Patient, study, series and notice elements, for the builders' keywords.

    `study` is 1 or 2; `time` (HHMMSS) is when the series was made.
    """
    date, description = STUDIES[study]
    return {
        "PatientName": "DEMONSTRATION^Synthetic",
        "PatientID": "DEMO-0001",
        "PatientBirthDate": "19700101",
        "PatientSex": "O",
        "PatientAge": "056Y",
        "PatientComments": NOTICE,
        "InstitutionName": NOTICE,
        "ImageComments": NOTICE,
        "BurnedInAnnotation": "NO",
        "Manufacturer": "Negatoscope",
        "ManufacturerModelName": "Demonstration",
        "StationName": "DEMO",
        "SoftwareVersions": "1",
        "DeviceSerialNumber": "0",
        "StudyID": f"DEMO-{study}",
        "AccessionNumber": f"DEMO-{study}",
        "StudyInstanceUID": uid("demo", "study", study),
        "StudyDescription": description,
        "StudyDate": date,
        "StudyTime": "081500",
        "SeriesInstanceUID": uid("demo", "series", series),
        "SeriesDescription": f"{title} ({NOTICE})",
        **{f"{event}Date": date for event in _EVENTS},
        **{f"{event}Time": time for event in _EVENTS},
    }
