from viewer.demo.build import ct_slice, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.kinds.base import Frame
from viewer.work.explaining import frame_origin, subject_of
from viewer.work.loading import FrameLoad, Shown, load_frame


def test_the_subject_is_the_frame_as_it_is_shown() -> None:
    header = complete_header(Source("memory:test", to_bytes(ct_slice())))
    frame = Frame(header)
    shown = load_frame(FrameLoad(frame))
    assert isinstance(shown, Shown)
    origin = frame_origin(frame)
    subject = subject_of(shown, origin)
    assert subject.decoded is shown.decoded
    assert (subject.info, subject.voi) == (shown.info, shown.default_voi)
    assert bytes(origin.data) == shown.decoded.values.tobytes()
    assert subject_of(shown, None).origin is None
