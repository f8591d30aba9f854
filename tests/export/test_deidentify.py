"""Copies of nobody: what was planted is nowhere in their bytes, the pixels are."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset, dcmread, dcmwrite
from pydicom._dicom_dict import DicomDictionary
from pydicom.tag import Tag
from pydicom.uid import UID

from tests.export.made import complaints, parsed
from viewer.demo import demo_sources
from viewer.demo.build import RLE_LOSSLESS, ct_slice, image, to_bytes
from viewer.demo.documents import report
from viewer.export.deidentify import Deidentified, DeidentifyRequest, deidentified
from viewer.export.left_out import reason_to_leave_out
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source, source_at

SECRET = b"one export"
JPEG_XL = "1.2.840.10008.1.2.4.110"
UID_OF_COMPLAINT = re.compile(r"<[0-9.]+>")
WORD = "Plantedxyz"
NEEDED = frozenset(
    [
        "SpecificCharacterSet",
        "ImageType",
        "PhotometricInterpretation",
        "Modality",
        "PatientPosition",
        "BurnedInAnnotation",
        "RescaleType",
    ]
)
"""Attributes whose values the image needs to be itself."""

KEPT_WORDS = frozenset(
    [
        "Manufacturer",
        "ManufacturerModelName",
        "ConvolutionKernel",
        "StackID",
        "CodeValue",
        "CodeMeaning",
        "CodingSchemeDesignator",
        "CodingSchemeVersion",
    ]
)


def made(content: bytes) -> Deidentified:
    return deidentified(DeidentifyRequest(Source("made", content), SECRET))


def planted(dataset: Dataset, word: str, letters: str) -> None:
    """Text in every attribute that takes it, names of persons too."""
    for number, (vr, _, _, _, keyword) in DicomDictionary.items():
        tag = Tag(number)
        if vr not in letters.split() or keyword in NEEDED or tag.group < 8:
            continue
        if keyword == "SOPClassUID":
            continue
        if vr == "UI":
            value = f"1.3.99.{number}"
        elif vr == "DA":
            value = "19330405"
        elif vr in ("DT", "TM"):
            value = "193304050607" if vr == "DT" else "060713"
        else:
            value = word.upper() if vr in ("CS", "AE") else word
        if vr == "UR":
            value = f"http://{word}"
        dataset.add_new(tag, vr, value)


def everything() -> bytes:
    """A CT with the word wherever there is room for one."""
    dataset = ct_slice(3)
    own = dataset.SOPInstanceUID
    item = Dataset()
    letters = "AE CS DA DT LO LT PN SH ST TM UC UI UR UT"
    planted(item, WORD, letters)
    planted(dataset, WORD, letters)
    dataset.SOPInstanceUID = own
    inner = Dataset()
    inner.ReferencedSOPInstanceUID = "1.3.99.5"
    inner.PatientComments = WORD
    item.PurposeOfReferenceCodeSequence = [inner]
    dataset.DerivationCodeSequence = [item]
    dataset.CTExposureSequence = [item]
    for where in (dataset, item):
        block = where.private_block(0x0029, WORD, create=True)
        block.add_new(1, "LO", WORD)
        block.add_new(2, "OB", WORD.encode("utf-16-le"))
    dataset.add_new(0x60003000, "OW", WORD.encode())
    dataset.add_new(0x60000022, "LO", WORD)
    dataset.add_new(0x50003000, "OW", WORD.encode())
    dataset.add_new(0xFFFCFFFC, "OB", WORD.encode())
    file = io.BytesIO(to_bytes(dataset))
    read = dcmread(file)
    read.preamble = WORD.encode().ljust(128, b"\0")
    read.file_meta.SourceApplicationEntityTitle = WORD
    read.file_meta.PrivateInformationCreatorUID = UID("1.3.99.1")
    read.file_meta.PrivateInformation = WORD.encode()
    out = io.BytesIO()
    read.save_as(out)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore")
def test_what_was_planted_is_nowhere_in_the_bytes() -> None:
    content = everything()
    assert content.lower().count(WORD.lower().encode()) > 500
    copy = made(content)
    assert copy.left_out == ""
    lower = copy.content.lower()
    for word in (WORD, "19330405", "060713", "1.3.99."):
        for coding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
            assert word.lower().encode(coding) not in lower, (word, coding)
    read = parsed(copy.content)
    assert read.PixelData == parsed(content).PixelData
    assert read.PatientName == read.PatientID == "ANON"
    assert read.PatientIdentityRemoved == "YES"
    assert read.DeidentificationMethodCodeSequence[0].CodeValue == "113100"
    assert read.file_meta.MediaStorageSOPInstanceUID == read.SOPInstanceUID
    assert "SourceApplicationEntityTitle" not in read.file_meta
    assert copy.content[:128] == b"\0" * 128
    assert not any(element.tag.is_private for element in read.iterall())


def test_texts_beside_names_go_too_but_for_those_that_images_need() -> None:
    """The patient's name is another: nothing is found by being the name."""
    dataset = ct_slice(3, PatientName="Other^Name", PatientID="5")
    planted(dataset, WORD, "LO LT SH ST UC UT")
    dataset.PatientID = "5"
    read = parsed(made(to_bytes(dataset)).content)
    left = {one.keyword for one in read.iterall() if WORD in str(one.value)}
    assert left <= KEPT_WORDS


def test_uids_are_the_same_throughout_an_export_and_others_in_the_next() -> None:
    slices = [ct_slice(number) for number in range(2)]
    reference = Dataset()
    reference.ReferencedSOPClassUID = slices[0].SOPClassUID
    reference.ReferencedSOPInstanceUID = slices[0].SOPInstanceUID
    slices[1].ReferencedImageSequence = [reference]
    one, two = (parsed(made(to_bytes(each)).content) for each in slices)
    for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID"):
        assert one[keyword].value == two[keyword].value
        assert one[keyword].value != slices[0][keyword].value
    named = two.ReferencedImageSequence[0]
    assert named.ReferencedSOPInstanceUID == one.SOPInstanceUID
    assert named.ReferencedSOPClassUID == slices[0].SOPClassUID
    request = DeidentifyRequest(Source("made", to_bytes(slices[0])), b"the next")
    assert parsed(deidentified(request).content).SOPInstanceUID != one.SOPInstanceUID


def test_the_copy_is_as_sound_as_the_source(tmp_path: Path) -> None:
    whole: dict[str, Any] = {
        "KVP": "120",
        "AcquisitionNumber": 1,
        "PatientPosition": "HFS",
        "Laterality": "",
        "ContentDate": "20200102",
        "SeriesDate": "20200102",
        "AcquisitionDateTime": "20200102030405",
    }
    content = to_bytes(ct_slice(3, **whole))
    assert complaints(content, tmp_path) == []
    assert complaints(made(content).content, tmp_path) == []
    for one in demo_sources():
        found = deidentified(DeidentifyRequest(one, SECRET)).content
        if found and one.name.endswith("1"):
            before = complaints(one.data or b"", tmp_path)
            assert set(complaints(found, tmp_path)) <= set(before), one.name


def test_members_and_compressed_files_keep_their_pixels(tmp_path: Path) -> None:
    pixels = np.arange(256, dtype=np.uint16).reshape(16, 16)
    content = to_bytes(ct_slice(1, pixels), RLE_LOSSLESS)
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("Silva/1", content)
    before = archive.read_bytes()
    source = source_at(f"{archive}!/Silva/1")
    copy = parsed(deidentified(DeidentifyRequest(source, SECRET)).content)
    assert copy.file_meta.TransferSyntaxUID == RLE_LOSSLESS
    assert copy.PixelData == parsed(content).PixelData
    assert np.array_equal(copy.pixel_array, pixels)
    assert archive.read_bytes() == before


def test_a_syntax_that_pydicom_does_not_list_is_copied() -> None:
    read = parsed(to_bytes(ct_slice(1), RLE_LOSSLESS))
    read.file_meta.TransferSyntaxUID = UID(JPEG_XL)
    out = io.BytesIO()
    dcmwrite(out, read, force_encoding=True, implicit_vr=False, little_endian=True)
    copy = parsed(made(out.getvalue()).content)
    assert copy.file_meta.TransferSyntaxUID == JPEG_XL
    assert copy.PixelData == read.PixelData
    assert copy.PatientID == "ANON"


def test_one_word_of_an_image_type_may_go_and_the_others_stay() -> None:
    words = ["DERIVED", "PRIMARY", "PERFUSION", "RCBF"]
    content = to_bytes(ct_slice(1, PatientName="Perfusion^P", ImageType=words))
    copy = parsed(made(content).content)
    assert list(copy.ImageType) == ["DERIVED", "PRIMARY", "ANONYMIZED", "RCBF"]


def test_copies_of_real_objects_are_as_sound_as_these(
    corpus: Path, tmp_path: Path
) -> None:
    """Enhanced ones, PET and NM too: by dciodvfy."""
    folders = ("enhanced-ct", "enhanced-mr", "pet", "nm")
    files = [
        path
        for folder in folders
        for path in sorted((corpus / "sop-class" / folder).glob("*"))
    ]
    worse = {}
    for path in files:
        content = deidentified(DeidentifyRequest(Source(str(path)), SECRET)).content
        if content:
            before, after = (
                {UID_OF_COMPLAINT.sub("<>", line) for line in complaints(one, tmp_path)}
                for one in (path.read_bytes(), content)
            )
            added = after - before
            worse.update({path.name: added} if added else {})
    assert files
    # A responsible person is named only in the source.
    worse.pop("fo-dicom_mr_brucker.dcm", None)
    assert worse == {}


def test_a_name_inside_compressed_pixels_is_found() -> None:
    read = parsed(to_bytes(ct_slice(1, PatientName="Planted^P"), RLE_LOSSLESS))
    read.PixelData += b"\xfe\xff\x00\xe0\x08\x00\x00\x00Planted "
    out = io.BytesIO()
    read.save_as(out)
    assert "compressed pixels" in made(out.getvalue()).left_out


def reason(dataset: Dataset) -> str:
    content = to_bytes(dataset)
    found = reason_to_leave_out(read_dataset(Source("made", content)))
    assert made(content) == Deidentified(left_out=found) or not found
    return found


def test_what_can_name_the_patient_elsewhere_is_left_out() -> None:
    assert "texts" in reason(report())
    assert "pixels were not looked at" in reason(image())
    assert reason(image(BurnedInAnnotation="NO")) == ""
    assert "burned into" in reason(ct_slice(0, BurnedInAnnotation="YES"))
    odd = ct_slice(0, ImageType=["DERIVED", "SECONDARY", "SCREEN SAVE"])
    assert "not looked at" in reason(odd)
    overlaid = ct_slice(0)
    overlaid.add_new(0x60000102, "US", 12)
    assert "overlay" in reason(overlaid)


def test_words_where_numbers_and_uids_belong_go() -> None:
    dataset = ct_slice(0, KVP="12345678", IrradiationEventUID="1.2.840.10008.12345678")
    content = to_bytes(dataset).replace(b"12345678", b"Plantedx")
    copy = made(content)
    assert content.count(b"Plantedx") == 2
    assert copy.left_out == ""
    assert b"Plantedx" not in copy.content


def test_what_is_cut_off_within_compressed_pixels_is_left_out() -> None:
    content = to_bytes(ct_slice(1), RLE_LOSSLESS)
    assert "cut off" in made(content[:-40]).left_out


def test_codes_of_somebodys_own_scheme_go() -> None:
    own, known = Dataset(), Dataset()
    for code, scheme in ((own, "99HOSPITAL"), (known, "SCT")):
        code.CodeValue, code.CodeMeaning = "1", "Chest"
        code.CodingSchemeDesignator = scheme
    dataset = ct_slice(0, AnatomicRegionSequence=[own, known])
    read = parsed(made(to_bytes(dataset)).content)
    (left,) = read.AnatomicRegionSequence
    assert left.CodingSchemeDesignator == "SCT"
