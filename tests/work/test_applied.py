import numpy as np

from tests.ui.sets import header_of
from viewer.demo.build import ct_slice, image, native_frames, ramp
from viewer.kinds.base import Frame
from viewer.pixels.look import Look, LookupTable
from viewer.pixels.modality import Modality
from viewer.pixels.overlay import Laid, Overlay
from viewer.pixels.pipeline import modality_values, picture
from viewer.work.applied import OTHER_OVERLAY, OTHER_TABLE, altered
from viewer.work.loading import FrameLoad, Shown, load_frame

SLICE = ct_slice(pixels=ramp((6, 8), np.uint16, 8))
TABLE = LookupTable(0, np.arange(1000, 1512, 2).astype("<u2").tobytes(), 11)
PLANE = Overlay(0x6000, 2, 2, b"\x0f", row=1, column=1)


def shown(dataset: object = SLICE) -> Shown:
    answer = load_frame(FrameLoad(Frame(header_of(dataset))))  # type: ignore[arg-type]
    assert isinstance(answer, Shown)
    return answer


def test_another_modality_table_changes_values_unit_and_window() -> None:
    look = Look(modality=Modality(TABLE, "OD"))
    made = altered(shown(), look)
    stored = native_frames(SLICE)[0]
    values = modality_values(made.decoded.values, made.info)
    np.testing.assert_array_equal(values, 1000 + 2.0 * stored)
    assert made.info.unit == "OD"
    assert made.info.voi_choices == ()
    assert made.value_range == (1000 + 2 * stored.min(), 1000 + 2 * stored.max())
    assert OTHER_TABLE in made.info.notes
    grey = picture(made.decoded.values, made.info, Look(made.default_voi))
    assert (grey.min(), grey.max()) == (0, 255)


def test_colours_have_no_modality_table() -> None:
    colour = shown(image(samples=3))
    assert altered(colour, Look(modality=Modality(TABLE))) is colour


def test_overlays_lie_over_the_image_that_they_are_for() -> None:
    laid = Laid(str(SLICE.SOPInstanceUID), ((PLANE,),))
    before, made = shown(), altered(shown(), Look(laid=laid))
    assert len(made.layers) == len(before.layers) + 1
    coverage = made.layers[-1].coverage.levels[0]
    assert np.argwhere(coverage).tolist() == [[1, 1], [1, 2], [2, 1], [2, 2]]
    assert made.info.overlays == (PLANE,)
    assert OTHER_OVERLAY in made.info.notes


def test_overlays_never_lie_over_another_image() -> None:
    other = shown(ct_slice(1))
    laid = Laid(str(SLICE.SOPInstanceUID), ((PLANE,),))
    assert altered(other, Look(laid=laid)) is other


def test_planes_of_many_frames_belong_to_their_frame() -> None:
    laid = Laid(str(SLICE.SOPInstanceUID), ((), (PLANE,)))
    header = header_of(SLICE)
    assert laid.of(header, 0) == ()
    assert laid.of(header, 1) == (PLANE,)
    assert laid.of(header, 2) == ()
