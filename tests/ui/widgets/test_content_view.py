"""What all views of objects without frames share: whose it is stays legible."""

from tests.ui.conftest import OpenViewer, Write
from viewer.demo.documents import waveform
from viewer.demo.spectra import spectroscopy
from viewer.ui.views.spectrum import SpectrumView
from viewer.ui.views.waveform import WaveformView


def test_an_object_that_its_class_does_not_promise_is_said_to_be_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(
        write("a", waveform(SOPClassUID="1.2.840.10008.5.1.4.1.1.4.2"))
    )
    view = viewer.child("waveformView", WaveformView)
    assert "shown by its content" in view.head.object.text()
    viewer = open_viewer(write("b", waveform()))
    view = viewer.child("waveformView", WaveformView)
    assert "shown by its content" not in view.head.object.text()


def test_controls_leave_room_for_the_patient(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", spectroscopy()))
    view = viewer.child("spectrumView", SpectrumView)
    head = view.head
    for width in (900, 420):
        head.resize(width, head.sizeHint().height())
        head.layout().activate()  # type: ignore[union-attr]
        assert head.patient.width() > 0.35 * width
