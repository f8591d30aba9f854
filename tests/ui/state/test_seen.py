from dataclasses import replace

from tests.ui.sets import ct_set, header_of, shown_of
from viewer.demo.build import image
from viewer.kinds.base import DisplaySet, Frame
from viewer.ui.state.seen import Seen
from viewer.ui.state.viewport import Trouble, ViewportModel


def watched(seen: Seen, display_set: DisplaySet) -> ViewportModel:
    model = ViewportModel()
    seen.watch(model)
    model.show_set(display_set, 0)
    return model


def test_a_set_is_loading_until_a_part_of_it_is_painted() -> None:
    seen, one = Seen(), ct_set(3)
    heard: list[str] = []
    seen.changed.connect(lambda: heard.append(seen.state(one)))
    assert seen.state(one) == "not viewed"
    model = watched(seen, one)
    assert seen.state(one) == "loading"
    model.deliver(shown_of(one.frames[0]), None)
    assert seen.state(one) == "viewed"
    model.go_to(2)
    assert seen.state(one) == "viewed"
    assert heard[0] == "loading"
    assert "viewed" in heard


def test_a_set_that_leaves_before_it_was_painted_is_not_viewed() -> None:
    seen, one = Seen(), ct_set(3)
    other = replace(one, frames=(Frame(header_of(image(), "elsewhere")),))
    model = watched(seen, one)
    model.show_set(other)
    assert seen.state(one) == "not viewed"
    assert seen.state(other) == "loading"
    model.show_set(None)
    assert seen.state(one) == "not viewed"


def test_what_could_not_be_shown_has_failed_until_it_is() -> None:
    seen, one = Seen(), ct_set(3)
    model = watched(seen, one)
    model.deliver(None, Trouble("It is damaged."))
    assert seen.state(one) == "failed"
    model.deliver(shown_of(one.frames[0]), None)
    assert seen.state(one) == "viewed"


def test_one_bad_frame_does_not_make_a_viewed_set_fail() -> None:
    seen, one = Seen(), ct_set(3)
    model = watched(seen, one)
    model.deliver(shown_of(one.frames[0]), None)
    model.deliver(None, Trouble("This one is damaged."))
    assert seen.state(one) == "viewed"


def test_what_is_closed_is_forgotten() -> None:
    seen, one = Seen(), ct_set(3)
    other = replace(one, frames=(Frame(header_of(image(), "elsewhere")),))
    model = watched(seen, one)
    model.deliver(shown_of(one.frames[0]), None)
    seen.keep([other])
    model.show_set(None)
    assert seen.state(one) == "not viewed"
