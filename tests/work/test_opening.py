from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.files.test_dicomdir import VARIANTS, dicomdir
from tests.files.zips import ENCRYPTED, PASSWORD, zipped
from viewer.demo.build import ct_slice, enhanced_mr, image, to_bytes
from viewer.demo.documents import encapsulated, presentation_state, report
from viewer.demo.parts import uid
from viewer.files.dataset import complete_header
from viewer.files.header import UnreadableError
from viewer.files.sources import Source
from viewer.work.failure import Failed
from viewer.work.opening import Catalogue, Opener, OpeningRequest
from viewer.work.pool import InlinePool
from viewer.work.report_pace import ReportPace

if TYPE_CHECKING:
    from pydicom import Dataset

Report = Callable[[Catalogue], None]


class BrokenPool(InlinePool):
    """Every header that is read through pydicom ends like this."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def submit(self, *arguments: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(self.error)
        return future


@pytest.fixture
def opener() -> Opener:
    return Opener(InlinePool())


def write(folder: Path, name: str, dataset: "Dataset", **options: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes(dataset, **options))
    return path


def run(
    opener: Opener,
    *paths: Path,
    sources: tuple[Source, ...] = (),
    report: Report = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Catalogue:
    return opener.run(OpeningRequest(list(map(str, paths)), sources, stop, report))


def test_a_folder_becomes_series_with_their_display_sets(
    opener: Opener, tmp_path: Path
) -> None:
    for number in range(3):
        write(tmp_path, f"ct/{number}", ct_slice(number))
    write(tmp_path, "other/deep/name.without.sense", image(rows=8, columns=8))
    catalogue = run(opener, tmp_path)
    assert sorted(len(one.frames) for one in catalogue.sets()) == [1, 3]
    assert catalogue.finished
    assert catalogue.files_seen == 4
    assert catalogue.index.shown == 4
    assert len(catalogue.series) == 2


def test_what_is_no_dicom_is_skipped_and_counted(
    opener: Opener, tmp_path: Path
) -> None:
    write(tmp_path, "image", ct_slice())
    (tmp_path / "notes.txt").write_text("Nothing to see.")
    catalogue = run(opener, tmp_path, tmp_path / "missing")
    index = catalogue.index
    assert [Path(entry.path).name for entry in index.skipped] == ["notes.txt"]
    assert [Path(entry.path).name for entry in index.failed] == ["missing"]
    assert all(entry.reason for entry in index.skipped)
    assert all(entry.reason for entry in index.failed)
    assert index.shown == 1


def test_a_bare_data_set_is_read_too(opener: Opener, tmp_path: Path) -> None:
    write(tmp_path, "bare", ct_slice(0), meta=False)
    write(tmp_path, "no-preamble", ct_slice(1), preamble=False)
    catalogue = run(opener, tmp_path)
    (stack,) = catalogue.sets()
    assert len(stack.frames) == 2


def test_an_object_found_twice_is_there_once(opener: Opener, tmp_path: Path) -> None:
    write(tmp_path, "a/one", ct_slice())
    write(tmp_path, "b/copy", ct_slice())
    catalogue = run(opener, tmp_path)
    (stack,) = catalogue.sets()
    assert len(stack.frames) == 1
    (duplicate,) = catalogue.index.duplicates
    assert [Path(path).name for path in duplicate.paths] == ["one", "copy"]
    assert catalogue.index.conflicts == ()


def test_another_object_of_the_same_uid_is_reported_and_shown(
    opener: Opener, tmp_path: Path
) -> None:
    write(tmp_path, "one", ct_slice())
    write(tmp_path, "two", ct_slice(WindowCenter=41))
    catalogue = run(opener, tmp_path)
    assert sum(len(stack.frames) for stack in catalogue.sets()) == 2
    (conflict,) = catalogue.index.conflicts
    assert len(conflict.paths) == 2


def test_what_arrived_is_the_first_image_whatever_else_stands_before_it(
    opener: Opener, tmp_path: Path
) -> None:
    write(tmp_path, "a", report(SeriesNumber=1))
    write(tmp_path, "b", ct_slice(SeriesNumber=7))
    arrived = run(opener, tmp_path).arrived
    assert arrived is not None
    assert arrived.view == "stack"


def test_without_images_another_object_arrives(opener: Opener, tmp_path: Path) -> None:
    write(tmp_path, "a", encapsulated())
    arrived = run(opener, tmp_path).arrived
    assert arrived is not None
    assert arrived.view == "document"


def test_nothing_arrives_from_an_empty_folder(opener: Opener, tmp_path: Path) -> None:
    assert run(opener, tmp_path).arrived is None


def test_a_second_opening_adds_and_only_its_own_things_arrive(
    opener: Opener, tmp_path: Path
) -> None:
    run(opener, write(tmp_path, "a", ct_slice(SeriesNumber=1)))
    second = write(tmp_path, "b", image(SeriesNumber=9))
    catalogue = run(opener, second)
    assert len(list(catalogue.sets())) == 2
    assert catalogue.arrived is not None
    assert catalogue.arrived.first.source.path == str(second)


def test_opening_the_same_again_brings_it_to_the_front(
    opener: Opener, tmp_path: Path
) -> None:
    first = write(tmp_path, "a", ct_slice(SeriesNumber=1))
    run(opener, first, write(tmp_path, "b", image(SeriesNumber=9)))
    catalogue = run(opener, first)
    assert catalogue.index.shown == 2
    assert catalogue.arrived is not None
    assert catalogue.arrived.first.source.path == str(first)


def test_a_series_that_did_not_grow_keeps_its_display_sets(
    opener: Opener, tmp_path: Path
) -> None:
    before = list(run(opener, write(tmp_path, "a", ct_slice())).sets())
    after = list(run(opener, write(tmp_path, "b", image())).sets())
    assert before[0] in after
    assert len(after) == 2


def test_reports_tell_what_is_there_before_the_end(
    opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReportPace, "is_due", lambda pace: True)
    for number in range(3):
        write(tmp_path, f"{number}", ct_slice(number))
    reports: list[Catalogue] = []
    last = run(opener, tmp_path, report=reports.append)
    assert [report.index.shown for report in reports] == [1, 2, 3]
    assert [report.files_seen for report in reports] == [1, 2, 3]
    assert not any(report.finished for report in reports)
    assert all(report.arrived for report in reports)
    assert last.finished


def test_the_first_object_is_reported_at_once(opener: Opener, tmp_path: Path) -> None:
    (tmp_path / "0").write_text("not an image")
    for number in range(1, 4):
        write(tmp_path, f"{number}", ct_slice(number))
    reports: list[Catalogue] = []
    run(opener, tmp_path, report=reports.append)
    assert reports[0].index.shown == 1


def test_a_stopped_opening_keeps_what_it_has(opener: Opener, tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path, f"{number:02}/a", ct_slice(number))
    reports: list[Catalogue] = []
    last = run(opener, tmp_path, report=reports.append, stop=lambda: bool(reports))
    assert last.finished
    assert 1 <= last.index.shown < 20


def test_frames_of_an_enhanced_object_stand_by_position(
    opener: Opener, tmp_path: Path
) -> None:
    dataset = enhanced_mr(4)
    groups = dataset.PerFrameFunctionalGroupsSequence
    for number, place in enumerate((30.0, 10.0, 20.0, 0.0)):
        groups[number].PlanePositionSequence[0].ImagePositionPatient = [0, 0, place]
    (stack,) = run(opener, write(tmp_path, "a", dataset)).sets()
    assert [frame.frame_index for frame in stack.frames] == [3, 1, 2, 0]


def test_objects_in_memory_open_without_a_file(opener: Opener) -> None:
    sources = tuple(
        Source(f"demo:{number}", to_bytes(ct_slice(number))) for number in range(3)
    )
    catalogue = run(opener, sources=sources)
    (stack,) = catalogue.sets()
    assert len(stack.frames) == 3


@pytest.mark.parametrize(
    "error",
    [
        Failed("Reading this stopped the reading process.", "SIGKILL"),
        UnreadableError("This makes no sense."),
    ],
    ids=["worker lost", "unreadable"],
)
def test_one_hostile_file_does_not_cost_the_others(
    tmp_path: Path, error: Exception
) -> None:
    write(tmp_path, "a", ct_slice(0))
    hostile = write(tmp_path, "b", enhanced_mr(3))
    write(tmp_path, "c", ct_slice(1))
    catalogue = run(Opener(BrokenPool(error)), tmp_path)
    assert catalogue.index.shown == 2
    (failed,) = catalogue.index.failed
    assert failed.path == str(hostile)
    assert failed.reason == str(error)


def test_patients_with_the_same_name_stay_apart(opener: Opener, tmp_path: Path) -> None:
    for number in range(2):
        dataset = ct_slice(PatientName="Same", PatientID=f"ID{number}")
        dataset.StudyInstanceUID = uid("study", number)
        dataset.SeriesInstanceUID = uid("series", number)
        write(tmp_path, f"{number}", dataset)
    catalogue = run(opener, tmp_path)
    assert [patient.id for patient in catalogue.index.patients] == ["ID0", "ID1"]


def test_an_archive_in_a_folder_opens_and_every_member_has_one_place(
    opener: Opener, tmp_path: Path
) -> None:
    slices = {f"CT/{number}": to_bytes(ct_slice(number)) for number in range(3)}
    mr = to_bytes(enhanced_mr(frames=4))
    members = {**slices, "MR": mr, "read.me": b"text", "copy": slices["CT/1"]}
    archive = zipped(tmp_path / "scans", members)
    catalogue = run(opener, tmp_path)
    index = catalogue.index
    assert sorted(len(one.frames) for one in catalogue.sets()) == [3, 4]
    assert [one.path for one in index.skipped] == [f"{archive}!/read.me"]
    assert [one.paths for one in index.duplicates] == [
        (f"{archive}!/CT/1", f"{archive}!/copy")
    ]
    assert not index.failed


def test_a_password_is_asked_for_through_the_request(
    opener: Opener, tmp_path: Path
) -> None:
    path = tmp_path / "enc.zip"
    path.write_bytes(ENCRYPTED)
    assert [one.path for one in run(opener, path).index.failed] == [str(path)]
    request = OpeningRequest(
        [str(path)],
        (),
        lambda: False,
        lambda catalogue: None,
        lambda path, again, stop: PASSWORD,
    )
    index = opener.run(request).index
    assert index.shown == 2


@pytest.mark.corpus
@pytest.mark.parametrize("opened", ["", "DICOMDIR", "DICOMDIR-bigEnd"])
def test_a_disc_opens_by_its_folder_and_by_its_index(
    opener: Opener, corpus: Path, opened: str
) -> None:
    folder = corpus / "dicomdir" / "two-patients"
    index = run(opener, folder / opened).index
    objects = sum(path.is_file() for path in folder.glob("*/**/*"))
    assert not index.failed
    assert [Path(one.path).name for one in index.skipped] == (
        [] if opened else [f"DICOMDIR{name}" for name in VARIANTS]
    )
    # The index that was opened is shown as the tree that it is. In the folder there
    # is an index of nothing: an object like others.
    assert index.shown == objects + 1


def test_an_index_that_cannot_be_read_is_shown_as_an_object(tmp_path: Path) -> None:
    path = dicomdir(tmp_path / "DICOMDIR", ["A"])
    index = run(Opener(BrokenPool(UnreadableError("No."))), path).index
    assert index.shown == 1


SLICES = [ct_slice(index) for index in range(2)]


def shown(catalogue: Catalogue) -> list[tuple[str, str, int]]:
    return [(one.kind, one.view, len(one.frames)) for one in catalogue.sets()]


def test_a_state_is_shown_by_its_images_once_they_are_open(
    opener: Opener, tmp_path: Path
) -> None:
    state = write(tmp_path, "state", presentation_state(SLICES, ContentLabel="A"))
    alone = run(opener, state)
    assert shown(alone) == [("presentation_state", "card", 1)]
    (card,) = alone.sets()
    assert card.absent == tuple(one.SOPInstanceUID for one in SLICES)
    first = run(opener, write(tmp_path, "0", SLICES[0]))
    assert ("presentation_state", "stack", 1) in shown(first)
    both = run(opener, write(tmp_path, "1", SLICES[1]))
    assert sorted(shown(both)) == [
        ("image2d", "stack", 2),
        ("presentation_state", "stack", 2),
    ]
    assert [entry.label for entry in both.states()] == ["A"]


def test_an_image_comes_before_a_state_that_nobody_named(
    opener: Opener, tmp_path: Path
) -> None:
    folder = tmp_path / "study"
    write(folder, "0 state", presentation_state(SLICES))
    write(folder, "1", SLICES[0])
    arrived = run(opener, folder).arrived
    assert arrived is not None
    assert arrived.kind == "image2d"


def test_a_state_that_was_named_comes_first(opener: Opener, tmp_path: Path) -> None:
    paths = (
        write(tmp_path, "0", SLICES[0]),
        write(tmp_path, "state", presentation_state(SLICES)),
    )
    arrived = run(opener, *paths).arrived
    assert arrived is not None
    assert arrived.state is not None


def test_the_set_of_a_state_stays_the_same_while_nothing_of_it_changes(
    opener: Opener, tmp_path: Path
) -> None:
    write(tmp_path, "a/0", SLICES[0])
    write(tmp_path, "a/state", presentation_state(SLICES[:1]))
    before = [one for one in run(opener, tmp_path / "a").sets() if one.state]
    other = write(tmp_path, "b", ct_slice(5, SeriesInstanceUID="1.2.3"))
    after = [one for one in run(opener, other).sets() if one.state]
    assert after == before


def test_no_picture_waits_for_states(tmp_path: Path) -> None:
    asked: list[str] = []

    class Watched(InlinePool):
        def submit(self, function: Any, request: Any, **options: Any) -> Future[Any]:
            asked.append(f"{function.__name__} {Path(request.path).name}")
            return super().submit(function, request, **options)

    write(tmp_path, "0 state", presentation_state(SLICES))
    write(tmp_path, "1", enhanced_mr(2))
    run(Opener(Watched()), tmp_path)
    name = complete_header.__name__
    assert asked == [f"{name} 1", f"{name} 0 state"]


def test_a_state_that_cannot_be_read_whole_is_still_there(tmp_path: Path) -> None:
    opener = Opener(BrokenPool(Failed("The worker has died.")))
    state = write(tmp_path, "state", presentation_state(SLICES))
    catalogue = run(opener, state, write(tmp_path, "0", SLICES[0]))
    assert sorted(shown(catalogue)) == [
        ("image2d", "stack", 1),
        ("presentation_state", "card", 1),
    ]
    assert catalogue.index.failed == ()
