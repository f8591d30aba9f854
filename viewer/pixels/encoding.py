"""How the pixels of one object are stored (PS3.3 C.7.6.3)."""

from dataclasses import dataclass
from typing import Literal

NumberKind = Literal["integer", "float", "double"]


class PixelError(Exception):
    """No picture can be made; the message is a sentence for the reader.

    `detail` is for support ("copy details"): technical words, no patient data.
    """

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Encoding:
    """Stored form of every frame of one object."""

    transfer_syntax_uid: str
    rows: int
    columns: int
    frames: int
    samples_per_pixel: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    photometric_interpretation: str
    planar_configuration: int
    number_kind: NumberKind = "integer"
