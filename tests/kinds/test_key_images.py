"""Key object notes choose images, and say why."""

from tests.ui.sets import ct_set, sets_of
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import key_objects, text_content
from viewer.demo.parts import code, item
from viewer.files.header import Header
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.key_images import keys_of, narrowed, nearest, reason_of
from viewer.kinds.references import Reference
from viewer.kinds.report import read_report

CT = "1.2.840.10008.5.1.4.1.1.2"


def uid_of(header: Header) -> str:
    return header.text(0x00080018)


def chosen(display_set: DisplaySet, *places: int) -> list[Reference]:
    return [Reference(CT, uid_of(display_set.frames[at].header)) for at in places]


def test_only_the_chosen_images_stay_in_their_order() -> None:
    whole = ct_set(6)
    few = narrowed(whole, keys_of(chosen(whole, 4, 1)))
    assert few is not None
    assert few.frames == (whole.frames[1], whole.frames[4])
    assert few.whole is whole
    assert (few.listed, whole.listed) == (whole, whole)


def test_single_frames_of_an_object_may_be_chosen() -> None:
    (run,) = sets_of([image(frames=5)])
    uid = uid_of(run.first)
    few = narrowed(run, keys_of([Reference("", uid, (2, 5))]))
    assert few is not None
    assert [frame.frame_index for frame in few.frames] == [1, 4]
    both = keys_of([Reference("", uid, (2,)), Reference("", uid, (3,))])
    assert both == {uid.encode(): frozenset({1, 2})}


def test_a_whole_object_wins_over_its_frames() -> None:
    for order in ((1, -1), (-1, 1)):
        made = [Reference("", "1.2", (3,)), Reference("", "1.2")][:: order[0]]
        assert keys_of(made) == {b"1.2": frozenset()}


def test_a_stack_without_key_images_is_not_narrowed() -> None:
    assert narrowed(ct_set(3), keys_of([Reference(CT, "1.2.3")])) is None
    assert narrowed(ct_set(3), {}) is None


def test_the_place_of_a_missing_slice_is_no_key_image() -> None:
    whole = ct_set(2)
    first = whole.frames[0]
    gap = DisplaySet("image2d", "stack", "", (first, Frame(first.header, -1)))
    few = narrowed(gap, keys_of(chosen(gap, 0)))
    assert few is not None
    assert few.frames == (first,)


def test_repeats_are_one_row_of_images_when_narrowed() -> None:
    plain = ct_set(4)
    phased = DisplaySet("image2d", "stack", "", plain.frames, 2, "time", ("a", "b"))
    few = narrowed(phased, keys_of(chosen(plain, 0, 1, 3)))
    assert few is not None
    assert (few.phases, few.phase_labels) == (1, ())


def test_the_reader_stays_at_the_image_or_the_one_before_it() -> None:
    whole = ct_set(6)
    few = (whole.frames[1], whole.frames[4])
    at = [nearest(few, whole.frames[place], whole.frames) for place in range(6)]
    assert at == [0, 0, 0, 0, 1, 1]


def test_the_reason_is_what_the_note_says() -> None:
    slices = [ct_slice(0)]
    dataset = key_objects(slices)
    reason = item(
        RelationshipType="HAS CONCEPT MOD",
        ValueType="CODE",
        ConceptNameCodeSequence=[code("113011", "DCM", "Document Title Modifier")],
        ConceptCodeSequence=[code("113037", "DCM", "Motion blur")],
    )
    said = text_content(code("113012", "DCM", "Key Object Description"), "See arrow")
    dataset.ContentSequence = [reason, said, *dataset.ContentSequence]
    report = read_report(dataset, "ko")
    assert reason_of(report) == "Motion blur · See arrow"
    assert reason_of(read_report(key_objects(slices), "ko")) == ""
