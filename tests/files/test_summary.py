import struct
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from tests.pixels.described import described
from viewer.demo.build import image, ramp
from viewer.dicom import tags
from viewer.files.fidelity import fidelity
from viewer.files.header import Element, Header
from viewer.files.sources import Source
from viewer.files.spatial import Basis
from viewer.files.summary import stored_pixel_bytes, summary
from viewer.files.summary_text import SPACING_ATTRIBUTES, Fact, facts, title
from viewer.files.walk import walk_header

from .profiles import made_profile

ROOT = "1.2.840.10008.1.2."
EXPLICIT = ROOT + "1"
JPEG, JPEG_LS, J2K_ONLY, J2K = (ROOT + f"4.{tail}" for tail in (50, 80, 90, 91))

CT: dict[str, str | int] = {
    "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2",
    "Modality": "CT",
    "Manufacturer": "GE MEDICAL SYSTEMS",
    "ManufacturerModelName": "RHAPSODE",
    "StationName": "CT01",
    "SoftwareVersions": "05.2\\1.0",
    "Rows": 512,
    "Columns": 512,
    "BitsAllocated": 16,
    "BitsStored": 12,
    "PixelRepresentation": 1,
    "SamplesPerPixel": 1,
    "PhotometricInterpretation": "MONOCHROME2",
    "PixelSpacing": "0.661468\\0.661468",
    "SliceThickness": "5.0",
}


def elements_of(values: dict[str, str | int]) -> dict[int, Element]:
    elements: dict[int, Element] = {}
    for keyword, value in values.items():
        tag = getattr(tags, keyword)
        raw = value.encode() if isinstance(value, str) else struct.pack("<H", value)
        elements[tag] = (tags.VR_BY_TAG[tag], raw)
    return elements


def header_of(syntax: str = EXPLICIT, **values: str | int) -> Header:
    return Header(
        Source("memory", b"\0" * 65536),
        elements_of({**CT, **values}),
        syntax,
        pixel_tag=0 if values.get("Rows") == 0 else tags.PixelData,
        pixel_offset=1000,
        pixel_length=-1 if syntax != EXPLICIT else 524_288,
    )


def fact(header: Header, label: str, pixel_bytes: int | None = None) -> Fact:
    found = {f.label: f for f in facts(summary(header, 0, pixel_bytes))}
    assert list(found) == ["Image size", "Resolution", "Equipment", "Compression"]
    return found[label]


def test_the_card_of_a_ct_answers_the_four_questions() -> None:
    header = header_of()
    assert title(summary(header)) == "CT Image Storage"
    assert facts(summary(header)) == (
        Fact("Image size", "512 × 512, 1 frame", "12 of 16 bits, MONOCHROME2, signed"),
        Fact(
            "Resolution",
            "0.661 × 0.661 mm per pixel",
            "from Pixel Spacing, in the patient; slices 5 mm thick",
        ),
        Fact(
            "Equipment",
            "GE MEDICAL SYSTEMS RHAPSODE",
            "station CT01; software 05.2, 1.0",
        ),
        Fact("Compression", "None", "Explicit VR Little Endian"),
    )


def test_colour_and_oblong_sizes_say_samples_and_order() -> None:
    header = header_of(
        Rows=480,
        Columns=640,
        SamplesPerPixel=3,
        BitsAllocated=8,
        BitsStored=8,
        PixelRepresentation=0,
        NumberOfFrames="30",
        PhotometricInterpretation="RGB",
    )
    size = fact(header, "Image size")
    assert size.text == "480 × 640, 30 frames"
    assert size.detail == "rows × columns; 3 × 8 bits, RGB"


def test_colours_say_their_profile_and_space() -> None:
    dataset = image(
        ramp((4, 4, 3), np.uint8),
        samples=3,
        ICCProfile=made_profile(),
        ColorSpace="ADOBERGB",
    )
    size = fact(described(dataset), "Image size")
    profile = "ICC: Wide by hand, applied (Color Space ADOBERGB)"
    assert size.detail == f"3 × 8 bits, RGB; {profile}"


@pytest.mark.parametrize("frames", ["", "0", "-3", "many"])
def test_a_senseless_number_of_frames_is_one(frames: str) -> None:
    size = summary(header_of(NumberOfFrames=frames)).size
    assert size is not None
    assert size.frames == 1


def test_a_slide_is_as_large_as_its_whole_matrix() -> None:
    header = header_of(
        Rows=240,
        Columns=240,
        NumberOfFrames="140",
        SamplesPerPixel=3,
        BitsAllocated=8,
        BitsStored=8,
        PixelRepresentation=0,
        PhotometricInterpretation="RGB",
    )
    matrix = {
        tags.TotalPixelMatrixRows: ("UL", struct.pack("<I", 2281)),
        tags.TotalPixelMatrixColumns: ("UL", struct.pack("<I", 3175)),
    }
    slide = Header(
        header.source, {**header.elements, **matrix}, EXPLICIT, pixel_tag=0x7FE00010
    )
    size = fact(slide, "Image size")
    assert size.text == "2281 × 3175"
    assert size.detail == "rows × columns; 140 tiles of 240 × 240; 3 × 8 bits, RGB"


def test_spacing_at_the_detector_says_so() -> None:
    header = header_of(PixelSpacing="", ImagerPixelSpacing="0.15\\0.15")
    resolution = fact(header, "Resolution")
    assert resolution.text == "0.15 × 0.15 mm per pixel"
    assert "from Imager Pixel Spacing, at the detector" in resolution.detail


def test_missing_spacing_is_said_and_small_spacing_is_in_micrometres() -> None:
    resolution = fact(header_of(PixelSpacing="", SliceThickness=""), "Resolution")
    assert (resolution.text, resolution.detail) == (
        "not stated",
        "lengths are in pixels",
    )
    tiny = fact(header_of(PixelSpacing="0.00025\\0.00025"), "Resolution")
    assert tiny.text == "0.25 × 0.25 µm per pixel"


def test_equipment_that_is_not_stated_is_said() -> None:
    header = header_of(
        Manufacturer="", ManufacturerModelName="", StationName="", SoftwareVersions=""
    )
    assert fact(header, "Equipment") == Fact("Equipment", "not stated", "")


def test_a_model_that_begins_with_its_maker_is_named_once() -> None:
    header = header_of(Manufacturer="Philips", ManufacturerModelName="Philips iU22")
    assert fact(header, "Equipment").text == "Philips iU22"


def test_an_object_without_pixels_has_no_image() -> None:
    header = header_of(Rows=0)
    assert fact(header, "Image size").text == "no image"
    assert fact(header, "Resolution").text == "no image"
    assert fact(header, "Compression").text == "no image"
    assert summary(header).compression is None


@pytest.mark.parametrize(
    ("syntax", "values", "text", "badge"),
    [
        (EXPLICIT, {}, "None", ""),
        (EXPLICIT, {"LossyImageCompression": "00"}, "None", ""),
        (
            EXPLICIT,
            {
                "LossyImageCompression": "01",
                "LossyImageCompressionRatio": "10",
                "LossyImageCompressionMethod": "ISO_10918_1",
            },
            "None now; previously lossy 10 : 1",
            "PREVIOUSLY LOSSY 10:1 JPEG",
        ),
        (JPEG_LS, {}, "JPEG-LS, lossless", ""),
        (
            J2K_ONLY,
            {"LossyImageCompression": "01"},
            "JPEG 2000, lossless now; previously lossy",
            "PREVIOUSLY LOSSY",
        ),
        (JPEG, {"LossyImageCompression": "00"}, "JPEG, lossy", "LOSSY JPEG"),
        (
            J2K,
            {"LossyImageCompression": "01", "LossyImageCompressionRatio": "8.2"},
            "JPEG 2000, lossy, about 8.2 : 1",
            "LOSSY 8.2:1 JPEG 2000",
        ),
        (J2K, {"LossyImageCompression": "00"}, "JPEG 2000, lossless", ""),
        (J2K, {}, "JPEG 2000, lossy or lossless", "PERHAPS LOSSY JPEG 2000"),
        (
            J2K,
            {
                "LossyImageCompression": "01",
                "LossyImageCompressionMethod": "ISO_10918_1",
            },
            "JPEG 2000, lossless now; previously lossy",
            "PREVIOUSLY LOSSY JPEG",
        ),
        (ROOT + "4.102", {}, "H.264, lossy", "LOSSY H.264"),
        (ROOT + "1.98", {}, "None", ""),
        (ROOT + "1.99", {}, "Deflate, lossless", ""),
        ("1.2.3", {}, "unknown transfer syntax", "PERHAPS LOSSY"),
        ("", {}, "not stated", "PERHAPS LOSSY"),
    ],
)
def test_compression_follows_the_syntax_and_what_the_header_says_of_before(
    syntax: str, values: dict[str, str], text: str, badge: str
) -> None:
    header = header_of(syntax, **values)
    assert fact(header, "Compression").text == text
    assert fidelity(header) == ((badge,) if badge else ())


def test_several_lossy_steps_are_listed_one_by_one() -> None:
    header = header_of(
        J2K,
        LossyImageCompression="01",
        LossyImageCompressionRatio="4\\8.2",
        LossyImageCompressionMethod="ISO_10918_1\\ISO_15444_1",
    )
    compression = summary(header).compression
    assert compression is not None
    assert compression.lossy
    assert compression.previously_lossy
    assert compression.ratios == (4.0, 8.2)
    assert fact(header, "Compression").detail == (
        "stated 4 : 1 (JPEG); stated 8.2 : 1 (JPEG 2000); lossy more than once"
    )
    assert fidelity(header) == ("LOSSY 8.2:1 JPEG 2000", "PREVIOUSLY LOSSY 4:1 JPEG")


def test_the_ratio_of_this_file_is_measured_when_its_bytes_are_known() -> None:
    values: dict[str, str | int] = {
        "LossyImageCompression": "01",
        "LossyImageCompressionRatio": "8.2",
        "LossyImageCompressionMethod": "ISO_15444_1",
    }
    header = header_of(J2K, **values)
    assert stored_pixel_bytes(header) == 65536 - 1000
    line = fact(header, "Compression", stored_pixel_bytes(header))
    assert line.text == "JPEG 2000, lossy, about 8.1 : 1"
    ratio = 512 * 512 * 2 / (65536 - 1000)
    assert line.detail == f"stated 8.2 : 1 (JPEG 2000); in this file {ratio:.2f} : 1"


def test_uncompressed_and_deflated_pixels_have_no_measured_ratio() -> None:
    assert stored_pixel_bytes(header_of()) is None
    assert stored_pixel_bytes(header_of(ROOT + "1.99")) is None


def test_a_stated_ratio_of_one_is_called_wrong() -> None:
    header = header_of(
        JPEG, LossyImageCompression="01", LossyImageCompressionRatio="1.0"
    )
    line = fact(header, "Compression")
    assert line.text == "JPEG, lossy"
    assert line.detail == "stated 1 : 1, which cannot be right"


def test_an_unknown_or_missing_class_is_said_plainly() -> None:
    unknown = summary(header_of(SOPClassUID="1.3.12.2.1107.5.9.1"))
    assert unknown.sop_class_name is None
    assert title(unknown) == "Unknown SOP Class"
    assert title(summary(header_of(SOPClassUID=""))) == "SOP Class not stated"


def test_the_media_storage_class_stands_in_for_a_missing_one() -> None:
    header = header_of(SOPClassUID="", MediaStorageSOPClassUID=CT["SOPClassUID"])
    assert summary(header).sop_class_name == "CT Image Storage"


def test_hidden_characters_of_a_device_are_made_visible() -> None:
    header = header_of(StationName="A\x1b[0m")
    assert "A␛[0m" in fact(header, "Equipment").detail


@pytest.mark.corpus
def test_lossy_files_of_the_corpus_have_a_badge_and_lossless_ones_none(
    corpus: Path,
) -> None:
    folder = corpus / "transfer-syntax"
    for name, badge in (
        ("dicom-test-files_CT1_J2KI.dcm", "LOSSY 69:1 JPEG 2000"),
        ("dicom-test-files_CT1_JLSN.dcm", "LOSSY 6:1 JPEG-LS"),
        ("dicom-test-files_CT1_J2KR.dcm", ""),
        ("dicom-test-files_CT1_JPLL.dcm", ""),
        ("pydicom_CT_small.dcm", ""),
    ):
        header = walk_header(Source(str(folder / name)))
        assert fidelity(header) == ((badge,) if badge else ())


def test_every_basis_of_a_spacing_names_its_attribute() -> None:
    by_the_header = set(get_args(Basis)) - {"user"}
    assert set(SPACING_ATTRIBUTES) == by_the_header


def test_a_radiograph_says_that_its_spacing_is_of_unstated_depth() -> None:
    resolution = fact(header_of(Modality="CR"), "Resolution")
    assert resolution.text.endswith("mm per pixel")
    assert "not stated" in resolution.detail


def test_a_text_without_end_is_cut() -> None:
    made = fact(header_of(Manufacturer="A" * 1_000_000), "Equipment")
    assert len(made.text) < 1000
