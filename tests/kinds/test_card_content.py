"""What cards list, against pydicom's own reading of the same objects."""

from pathlib import Path

from pydicom import dcmread

from viewer.demo.build import image, to_bytes
from viewer.demo.parts import base, item
from viewer.files.dataset import complete_header, read_dataset
from viewer.files.sources import Source
from viewer.kinds.card import cards
from viewer.kinds.card_content import levels, read_card


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
