from viewer.demo.build import ct_slice, enhanced_mr, to_bytes
from viewer.dicom import tags
from viewer.files.dataset import complete_header
from viewer.files.explanation import (
    Holder,
    Step,
    as_text,
    attributes,
    holder_of,
    item_of,
    number,
    term,
)
from viewer.files.header import Header
from viewer.files.sources import Source


def described(dataset: object) -> Header:
    return complete_header(Source("memory:test", to_bytes(dataset)))  # type: ignore[arg-type]


def test_a_value_stands_as_the_header_has_it() -> None:
    top = Holder(described(ct_slice()))
    (spacing,) = attributes(top, tags.PixelSpacing)
    assert spacing.line == "(0028,0030) PixelSpacing = 0.7\\0.7 · data set"
    (rows,) = attributes(top, tags.Rows)
    assert rows.value == "16"


def test_what_is_absent_is_left_out() -> None:
    header = described(ct_slice(WindowCenter=None))
    found = attributes(Holder(header), tags.WindowCenter, tags.WindowWidth)
    assert [one.keyword for one in found] == ["WindowWidth"]


def test_groups_of_the_frame_and_shared_ones_are_told_apart() -> None:
    header = described(enhanced_mr(2))
    own = holder_of(header, tags.PlanePositionSequence, 1)
    shared = holder_of(header, tags.PixelMeasuresSequence, 1)
    assert (own.where, own.path) == ("frame", ("PlanePositionSequence",))
    assert (shared.where, shared.path) == ("shared", ("PixelMeasuresSequence",))


def test_a_group_without_what_is_needed_is_passed_by() -> None:
    header = described(enhanced_mr(2))
    group = tags.PixelMeasuresSequence
    assert holder_of(header, group, 0, tags.RescaleSlope).where == "data set"
    assert holder_of(header, group, 0, tags.PixelSpacing).where == "shared"


def test_an_item_is_named_by_its_sequence_and_number() -> None:
    item = {"LUTDescriptor": [2, 0, 8], "LUTData": b"\0\1"}
    header = described(ct_slice(VOILUTSequence=[item, item]))
    holder = item_of(Holder(header), tags.VOILUTSequence, 1)
    assert (holder.where, holder.path) == ("item", ("VOILUTSequence[2]",))
    missing = item_of(Holder(header), tags.VOILUTSequence, 2)
    assert attributes(missing, tags.LUTDescriptor) == ()


def test_long_values_of_numbers_are_told_by_their_length() -> None:
    item = {"LUTDescriptor": [200, 0, 16], "LUTData": bytes(400)}
    header = described(ct_slice(VOILUTSequence=[item]))
    holder = item_of(Holder(header), tags.VOILUTSequence, 0)
    (data,) = attributes(holder, tags.LUTData)
    assert data.value == "400 bytes"


def test_the_sign_of_us_or_ss_is_that_of_the_pixels() -> None:
    dataset = ct_slice()
    dataset.add_new(tags.PixelPaddingValue, "US", 63536)
    top = Holder(described(dataset))
    (unsigned,) = attributes(top, tags.PixelPaddingValue, signed=False)
    (signed,) = attributes(top, tags.PixelPaddingValue, signed=True)
    assert (unsigned.value, signed.value) == ("63536", "-2000")


def test_numbers_have_a_true_minus_and_no_empty_fraction() -> None:
    assert [number(value) for value in (-3.0, 0.25, 1e-6)] == ["−3", "0.25", "1e−06"]
    assert number(float("nan")) == "no finite number"
    assert (term(-3), term(3)) == ("(−3)", "3")


def test_the_text_of_steps_has_every_part_on_its_line() -> None:
    found = attributes(Holder(described(ct_slice())), tags.RescaleSlope)
    step = Step("modality", "13 HU", "1 × 2 = 3.", found, (13,), "HU")
    assert as_text([step]).splitlines() == [
        "Modality value: 13 HU",
        "    1 × 2 = 3.",
        "    (0028,1053) RescaleSlope = 1.0 · data set",
    ]
