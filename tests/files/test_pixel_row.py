from pathlib import Path

from pydicom import dcmread
from pydicom.data import get_testdata_file
from pydicom.encaps import generate_frames

from viewer.dicom.elements import shown_value
from viewer.files.dataset import complete_header
from viewer.files.pixel_row import pixel_rows
from viewer.files.sources import Source
from viewer.work.tasks import describe


def named(name: str) -> str:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    return path


def test_uncompressed_pixels_are_their_size_and_first_bytes() -> None:
    path = named("CT_small.dcm")
    element = dcmread(path)["PixelData"]
    (row,) = pixel_rows(complete_header(Source(path)))
    assert (row.tag, row.vr, row.keyword) == ("(7FE0,0010)", element.VR, "PixelData")
    assert row.size == len(element.value)
    assert row.value == element.value[:32].hex(" ") + " …"
    assert row.group == "Pixel data"


def test_compressed_pixels_begin_with_the_first_fragment() -> None:
    path = named("JPEG-lossy.dcm")
    dataset = dcmread(path)
    frame = next(generate_frames(dataset.PixelData, number_of_frames=1))
    (row,) = pixel_rows(complete_header(Source(path)))
    assert row.vr == "OB"
    assert row.value == frame[:32].hex(" ") + " …"
    assert row.value.startswith("ff d8")
    assert shown_value(row).endswith(row.value)


def test_pixels_of_a_deflated_data_set_have_a_row_without_bytes() -> None:
    (row,) = pixel_rows(complete_header(Source(named("image_dfl.dcm"))))
    assert row.value == ""
    assert row.size == 262144


def test_pixels_that_are_cut_off_are_as_long_as_the_file_has_them(
    tmp_path: Path,
) -> None:
    short = tmp_path / "short"
    short.write_bytes(Path(named("JPEG-lossy.dcm")).read_bytes()[:-1000])
    header = complete_header(Source(str(short)))
    (row,) = pixel_rows(header)
    assert row.size == short.stat().st_size - header.pixel_offset


def test_an_object_without_pixels_has_no_such_row() -> None:
    assert pixel_rows(complete_header(Source(named("test-SR.dcm")))) == ()


def test_a_description_ends_with_the_pixels() -> None:
    description = describe(Source(named("CT_small.dcm")))
    assert [row.tag for row in description.rows[-2:]] == ["(0043,104E)", "(7FE0,0010)"]
