from pathlib import Path

import pytest
from pydicom import dcmread

from tests.ui.sets import header_of
from viewer.demo.build import image, to_bytes
from viewer.demo.documents import encapsulated, key_objects, report, waveform
from viewer.demo.parts import base, item
from viewer.files.dataset import complete_header, read_dataset
from viewer.files.sources import Source
from viewer.kinds import image as image_kinds
from viewer.kinds import kind_of, multiframe
from viewer.kinds.card import NAMES, cards
from viewer.kinds.card_text import Card, card_of, levels, read_card


def card(dataset: object) -> Card:
    header = header_of(dataset)  # type: ignore[arg-type]
    return card_of(header, kind_of(header))


def test_a_card_names_the_class_as_the_standard_does() -> None:
    assert card(encapsulated()).title == "Encapsulated PDF Storage"
    assert card(waveform()).title == "12-lead ECG Waveform Storage"


@pytest.mark.parametrize(
    ("dataset", "word"),
    [
        (encapsulated(), "document"),
        (waveform(), "electrocardiogram"),
        (report(), "report"),
        (key_objects([image()]), "key object"),
    ],
    ids=["document", "ecg", "report", "key objects"],
)
def test_a_card_says_what_the_object_is(dataset: object, word: str) -> None:
    sentence = card(dataset).sentence
    assert word in sentence.lower()
    assert sentence.endswith(".")


def test_every_kind_without_a_view_has_a_sentence() -> None:
    header = header_of(encapsulated())
    for name in NAMES:
        assert card_of(header, name).sentence.endswith(".")


def test_an_image_class_without_pixels_is_said_to_be_so() -> None:
    dataset = image()
    del dataset.PixelData
    assert "no pixel data" in card(dataset).sentence


@pytest.mark.parametrize("name", [*image_kinds.NAMES, *multiframe.NAMES])
def test_no_kind_of_image_is_said_to_be_none(name: str) -> None:
    sentence = card_of(header_of(encapsulated()), name).sentence
    assert sentence != "A DICOM object that is not an image."


def test_a_card_lists_what_is_there_and_nothing_empty() -> None:
    dataset = encapsulated(
        PatientName="Silva^Ana", DocumentTitle="Letter", StudyDescription=""
    )
    rows = dict(card(dataset).attributes)
    assert rows["Patient"] == "Silva, Ana"
    assert rows["Title"] == "Letter"
    assert rows["Date"] == "2026-11-22"
    assert rows["Document type"] == "application/pdf"
    assert "Study" not in rows
    assert all(rows.values())


def test_an_unknown_class_has_a_card_too() -> None:
    made = card(encapsulated(SOPClassUID="1.2.3.4"))
    assert made.title == "Unknown SOP Class"
    assert made.sentence


def test_a_structure_set_lists_its_regions(corpus: Path) -> None:
    (path,) = (corpus / "rt" / "phantom-ct-struct-dose-plan-image").glob("RS*.dcm")
    (table,) = read_card(read_dataset(Source(str(path))), "rt_struct").tables
    plain = dcmread(path)
    colours = {
        int(one.ReferencedROINumber): "#{:02x}{:02x}{:02x}".format(
            *map(int, one.ROIDisplayColor)
        )
        for one in plain.ROIContourSequence
    }
    kinds = {
        int(one.ReferencedROINumber): str(one.RTROIInterpretedType)
        for one in plain.RTROIObservationsSequence
    }
    name, kind = table.columns.index("Name"), table.columns.index("Interpreted as")
    assert [(row[name], row[kind], row[-1]) for row in table.rows] == [
        (str(one.ROIName), kinds[int(one.ROINumber)], colours[int(one.ROINumber)])
        for one in plain.StructureSetROISequence
    ]


def test_a_plan_lists_its_beams_with_their_metersets(corpus: Path) -> None:
    (path,) = (corpus / "rt" / "phantom-ct-struct-dose-plan-image").glob("RP*.dcm")
    content = read_card(read_dataset(Source(str(path))), "rt_plan")
    plain = dcmread(path)
    beams = next(table for table in content.tables if table.title == "Beams")
    meterset = beams.columns.index("Meterset")
    found = {row[0]: float(row[meterset]) for row in beams.rows}
    assert found == {
        str(one.ReferencedBeamNumber): float(one.BeamMeterset)
        for one in plain.FractionGroupSequence[0].ReferencedBeamSequence
    }
    assert dict(content.rows)["Intent"] == plain.PlanIntent


def test_a_segmentation_lists_its_segments(corpus: Path) -> None:
    path = corpus / "sop-class" / "seg" / "highdicom_seg_image_ct_binary.dcm"
    (table,) = read_card(read_dataset(Source(str(path))), "segmentation").tables
    plain = dcmread(path)
    label = table.columns.index("Label")
    assert [row[label] for row in table.rows] == [
        one.SegmentLabel for one in plain.SegmentSequence
    ]
    kind = plain.SegmentSequence[0].SegmentedPropertyTypeCodeSequence[0]
    assert table.rows[0][table.columns.index("Property")] == kind.CodeMeaning


def test_a_registration_shows_its_matrix() -> None:
    matrix = [1, 0, 0, 5, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    inner = item(
        FrameOfReferenceTransformationMatrix=matrix,
        FrameOfReferenceTransformationMatrixType="RIGID",
    )
    dataset = base(
        "1.2.840.10008.5.1.4.1.1.66.1",
        "REG",
        FrameOfReferenceUID="1.2.3",
        RegistrationSequence=[
            item(
                FrameOfReferenceUID="1.2.4",
                MatrixRegistrationSequence=[item(MatrixSequence=[inner])],
            )
        ],
    )
    content = read_card(dataset, "registration")
    assert content.rows == (("To the frame of reference", "1.2.3"),)
    ((frame, kind, shown),) = content.tables[0].rows
    assert (frame, kind) == ("1.2.4", "RIGID")
    assert [float(one) for one in shown.split()] == matrix


def test_a_video_tells_how_it_is_coded_and_how_long_it_lasts() -> None:
    video = image(NumberOfFrames=50, FrameTime=40, Columns=720, Rows=576)
    del video.PixelData
    data = to_bytes(video)
    dataset = read_dataset(Source("video", data))
    dataset.layout.syntax_uid = "1.2.840.10008.1.2.4.102"
    rows = dict(read_card(dataset, "video").rows)
    assert "H.264" in rows["Coded as"]
    assert rows["Duration"] == "2.0 s"
    assert rows["Columns"] == "720"


def test_the_levels_of_a_slide_are_those_of_its_series(corpus: Path) -> None:
    path = corpus / "sop-class" / "wsi" / "highdicom_sm_image.dcm"
    header = complete_header(Source(str(path)))
    (display_set,) = cards([header], "wsi")
    plain = dcmread(path, stop_before_pixels=True)
    ((_, name, size, tile, tiles),) = levels(display_set).rows
    assert name == plain.ImageType[2]
    assert size == f"{plain.TotalPixelMatrixColumns} × {plain.TotalPixelMatrixRows}"
    assert tile == f"{plain.Columns} × {plain.Rows}"
    assert tiles == str(plain.NumberOfFrames)
