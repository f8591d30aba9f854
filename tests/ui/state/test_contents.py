"""Contents of objects are kept for a reader who comes back, within bounds."""

from typing import Any

import pytest

from tests.ui.conftest import OpenViewer, Write
from viewer import limits
from viewer.demo.documents import encapsulated
from viewer.ui.state import contents
from viewer.work.tasks import load_content


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose content is read, one after another."""
    read: list[str] = []

    def load(request: Any) -> object:
        read.append(request.source.name)
        return load_content(request)

    monkeypatch.setattr(contents, "load_content", load)
    return read


def test_a_content_that_was_seen_is_not_read_again(
    open_viewer: OpenViewer, write: Write, reads: list[str]
) -> None:
    write("d/a", encapsulated(InstanceNumber=1))
    viewer = open_viewer(write("d/b", encapsulated(InstanceNumber=2)).parent)
    for by in (1, -1, 1):
        viewer.model.step(by)
        viewer.wait()
    assert sorted(reads) == ["a", "b"]


def test_contents_take_no_more_memory_than_they_may(
    open_viewer: OpenViewer,
    write: Write,
    reads: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = write("d/a", encapsulated(InstanceNumber=1))
    write("d/b", encapsulated(InstanceNumber=2))
    size = first.stat().st_size
    monkeypatch.setattr(limits, "CONTENT_BYTES_KEPT", int(1.5 * size))
    viewer = open_viewer(first.parent)
    for index in (0, 1, 0):
        viewer.model.go_to(index)
        viewer.wait()
    assert reads[-2:] == ["b", "a"]
    assert viewer.model.content is not None


@pytest.mark.parametrize(("most", "again"), [(2, []), (1, ["a"])])
def test_so_many_contents_are_kept(
    open_viewer: OpenViewer,
    write: Write,
    reads: list[str],
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    again: list[str],
) -> None:
    monkeypatch.setattr(limits, "CONTENTS_KEPT", most)
    write("d/a", encapsulated(InstanceNumber=1))
    viewer = open_viewer(write("d/b", encapsulated(InstanceNumber=2)).parent)
    for index in (0, 1):
        viewer.model.go_to(index)
        viewer.wait()
    reads.clear()
    viewer.model.go_to(0)
    viewer.wait()
    assert reads == again
