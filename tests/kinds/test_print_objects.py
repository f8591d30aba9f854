"""What print objects say of their films, and the pixels that their boxes hold."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset

from viewer import limits
from viewer.demo.build import EXPLICIT_BIG, ct_slice, ramp, to_bytes
from viewer.demo.legacy import hardcopy
from viewer.demo.prints import film_box, film_session, image_box, stored_print
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.print_objects import PrintJob, read_print


def read(dataset: Dataset, syntax: str = "") -> PrintJob:
    return read_print(
        read_dataset(Source("one", data=to_bytes(dataset, syntax))), "print"
    )


def test_a_film_box_tells_of_its_film_and_its_boxes() -> None:
    boxes = [image_box(1), image_box(2)]
    (film,) = read(film_box(boxes, Trim="YES", BorderDensity="150")).films
    assert (film.display_format, film.size_id) == ("STANDARD\\2,2", "14INX17IN")
    assert (film.border, film.least_density, film.greatest_density) == ("150", 20, 300)
    assert film.trim
    assert [one.sop_instance_uid for one in film.boxes] == [
        box.SOPInstanceUID for box in boxes
    ]
    assert ("Layout", "STANDARD\\2,2") in film.facts
    assert ("Least density (1/100)", "20") in film.facts


def test_a_session_names_its_film_boxes() -> None:
    film = film_box()
    job = read(film_session([film]))
    assert job.films == ()
    assert [one.sop_instance_uid for one in job.film_boxes] == [film.SOPInstanceUID]
    assert ("Medium", "BLUE FILM") in job.facts


def test_grey_pixels_go_from_black_to_white_over_all_their_bits() -> None:
    pixels = np.array([[0, 2048], [4095, 1024]], np.uint16)
    (image,) = read(image_box(3, pixels)).films[0].images
    assert image.position == 3
    assert image.picture is not None
    expected = 255 * pixels.astype(float) / 4095
    np.testing.assert_allclose(image.picture, expected, atol=1)
    assert image.picture[0, 0] == 0
    assert image.picture[1, 0] == 255


def test_a_dark_picture_is_not_windowed() -> None:
    (image,) = read(image_box(1, np.full((4, 4), 100, np.uint16))).films[0].images
    assert image.picture is not None
    assert image.picture.max() == round(255 * 100 / 4095)


def test_monochrome1_is_turned_and_reverse_is_left_to_the_film() -> None:
    dataset = image_box(1, np.zeros((2, 2), np.uint16), Polarity="REVERSE")
    held = dataset.BasicGrayscaleImageSequence[0]
    held.PhotometricInterpretation = "MONOCHROME1"
    (image,) = read(dataset).films[0].images
    assert image.is_reversed
    assert image.picture is not None
    assert image.picture.min() == 255


@pytest.mark.parametrize("planar", [0, 1])
def test_colour_pixels_are_as_they_are(planar: int) -> None:
    pixels = ramp((6, 5, 3), np.uint8)
    dataset = image_box(1, pixels, colour=True)
    held = dataset.BasicColorImageSequence[0]
    held.PlanarConfiguration = planar
    if planar:
        held.PixelData = np.moveaxis(pixels, -1, 0).tobytes()
    (image,) = read(dataset).films[0].images
    np.testing.assert_array_equal(image.picture, pixels)


def test_big_endian_pixels_are_read_alike() -> None:
    pixels = ramp((4, 4), np.uint16, 12)
    dataset = image_box(1, pixels)
    expected = read(dataset).films[0].images[0].picture
    held = dataset.BasicGrayscaleImageSequence[0]
    held.PixelData = pixels.byteswap().tobytes()
    (image,) = read(dataset, EXPLICIT_BIG).films[0].images
    np.testing.assert_array_equal(image.picture, expected)


def test_the_wishes_for_an_image_are_kept() -> None:
    dataset = image_box(
        1, RequestedImageSize="120.5", RequestedDecimateCropBehavior="CROP"
    )
    dataset.BasicGrayscaleImageSequence[0].PixelAspectRatio = [2, 1]
    (image,) = read(dataset).films[0].images
    assert (image.width_mm, image.is_cropped, image.aspect) == (120.5, True, 2.0)


@pytest.mark.parametrize("colour", [False, True])
def test_large_pictures_are_reduced_in_whole_parts(
    colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PRINTED_PIXELS", 5)
    shape = (10, 7, 3) if colour else (10, 7)
    pixels = ramp(shape, np.uint8 if colour else np.uint16, 8)
    dataset = image_box(1, pixels, colour=colour, bits=8)
    (image,) = read(dataset).films[0].images
    assert image.picture is not None
    assert image.picture.shape[:2] == (5, 4)
    mean = pixels[2:4, 2:4].astype(float).mean(axis=(0, 1))
    np.testing.assert_allclose(image.picture[1, 1], mean, atol=1)
    monkeypatch.setattr(limits, "PRINTED_PIXELS", 10)
    (whole,) = read(dataset).films[0].images
    assert whole.picture is not None
    assert whole.picture.shape[:2] == (10, 7)


def test_pixels_that_make_no_sense_leave_a_sentence() -> None:
    dataset = image_box(1)
    dataset.BasicGrayscaleImageSequence[0].Rows = 0
    (image,) = read(dataset).films[0].images
    assert image.picture is None
    assert image.note.startswith("The header does not say how many rows")


def test_pixels_that_end_early_are_told() -> None:
    dataset = image_box(1)
    held = dataset.BasicGrayscaleImageSequence[0]
    held.PixelData = held.PixelData[:100]
    (image,) = read(dataset).films[0].images
    assert image.picture is not None
    assert image.note == "The data end early: the picture is incomplete."


def test_a_box_without_a_film_says_so() -> None:
    (film,) = read(image_box(1)).films
    assert film.notes == ("An image box alone: its film is not known.",)


def test_a_stored_print_has_its_film_images_and_annotation() -> None:
    images = [hardcopy(InstanceNumber=1), hardcopy(InstanceNumber=2)]
    job = read(stored_print(images))
    (film,) = job.films
    assert film.annotations == ((1, "A synthetic print"),)
    assert [one.position for one in film.images] == [1, 2]
    named = [one.image.sop_instance_uid for one in film.images if one.image]
    assert named == [one.SOPInstanceUID for one in images]
    assert ("Printer", "SYNTHETIC") in job.facts


def test_no_more_boxes_are_read_than_are_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "FILM_BOXES", 2)
    images = [hardcopy(InstanceNumber=number) for number in range(1, 4)]
    assert len(read(stored_print(images[:2])).films[0].images) == 2
    assert len(read(stored_print(images)).films[0].images) == 2


def test_an_object_of_settings_alone_has_no_film() -> None:
    job = read(film_session(ReferencedFilmBoxSequence=None))
    assert (job.films, job.film_boxes) == ((), ())


CONFIGURATION = """[[GENERAL]]
[PRINT]
Directory = {folder}
MinPrintResolution = 64\\64
MaxPrintResolution = 8192\\8192
[DATABASE]
Directory = {folder}
[NETWORK]
aetitle = HERE
[[COMMUNICATION]]
[FILM]
Type = LOCALPRINTER
Hostname = localhost
Port = 10005
Description = film
AETitle = FILM
DisplayFormat = 2,2
FilmSizeID = 8INX10IN
MediumType = PAPER
MagnificationType = NONE
BorderDensity = WHITE
Annotation = 2\\LABEL
AnnotationPosition = 1
SupportsPresentationLUT = true
Supports12Bit = true
"""


@pytest.mark.skipif(not shutil.which("dcmpsprt"), reason="needs DCMTK")
def test_a_print_that_dcmtk_made_is_read(tmp_path: Path) -> None:
    (tmp_path / "print.cfg").write_text(CONFIGURATION.format(folder=tmp_path))
    (tmp_path / "ct").write_bytes(to_bytes(ct_slice()))
    command = ["dcmpsprt", "-c", "print.cfg", "-p", "FILM", "-l", "2", "2"]
    command += ["--filmsize", "8INX10IN", "--border", "WHITE", "--landscape"]
    command += ["-a", "Words", "ct", "ct", "ct"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (stored,) = tmp_path.glob("SP_*.dcm")
    job = read_print(read_dataset(Source(str(stored))), "print")
    (film,) = job.films
    assert (film.display_format, film.size_id) == ("STANDARD\\2,2", "8INX10IN")
    assert (film.orientation, film.border) == ("LANDSCAPE", "WHITE")
    assert [one.position for one in film.images] == [1, 2, 3]
    assert film.annotations[0][1].endswith("Words")
    uids = {one.image.sop_instance_uid for one in film.images if one.image}
    made = {
        str(read_dataset(Source(str(path))).SOPInstanceUID)
        for path in tmp_path.glob("HG_*.dcm")
    }
    assert uids == made
