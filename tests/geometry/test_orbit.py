import math

import pytest

from viewer.geometry.orbit import (
    LARGEST_ZOOM,
    STANDARD_VIEWS,
    Orbit,
    Screen,
    ViewName,
    edge_texts,
    rolled,
    seen_from,
    shifted,
    twisted,
    zoomed,
)
from viewer.geometry.plane import dot, letters

SCREEN = Screen(400, 300, (10.0, -20.0, 30.0), 600.0)
EDGES: dict[ViewName, tuple[str, str, str, str]] = {
    "A": ("R", "L", "H", "F"),
    "P": ("L", "R", "H", "F"),
    "L": ("A", "P", "H", "F"),
    "R": ("P", "A", "H", "F"),
    "H": ("L", "R", "A", "P"),
    "F": ("R", "L", "A", "P"),
}
"""Left, right, top, bottom, as one sees who stands before a person."""


@pytest.mark.parametrize("name", list(EDGES))
def test_standard_views_have_the_letters_of_one_who_stands_there(
    name: ViewName,
) -> None:
    orbit = seen_from(Orbit(), name)
    assert edge_texts(orbit) == EDGES[name]
    assert letters(tuple(-part for part in orbit.into)) == name  # type: ignore[arg-type]
    assert orbit.standard == name


def test_no_view_is_a_mirror() -> None:
    """Right, up and towards the eye are right-handed, as the patient's axes are."""
    for right, down in STANDARD_VIEWS.values():
        orbit = Orbit(right, down)
        up = tuple(-part for part in down)
        turned = (
            right[1] * up[2] - right[2] * up[1],
            right[2] * up[0] - right[0] * up[2],
            right[0] * up[1] - right[1] * up[0],
        )
        assert dot(turned, orbit.into) == -1


def test_a_drag_takes_the_front_along() -> None:
    front = (0.0, -1.0, 0.0)
    to_the_right = rolled(Orbit(), 30.0, 0.0)
    assert dot(front, to_the_right.right) == pytest.approx(0.5)
    assert dot(front, to_the_right.down) == pytest.approx(0.0)
    down = rolled(Orbit(), 0.0, 30.0)
    assert dot(front, down.down) == pytest.approx(0.5)
    assert dot(front, down.right) == pytest.approx(0.0)


def test_a_quarter_to_the_right_shows_the_patients_right_side() -> None:
    orbit = rolled(Orbit(), 90.0, 0.0)
    assert edge_texts(orbit) == EDGES["R"]
    assert rolled(Orbit(), 0.0, 0.0) == Orbit()


def test_a_twist_goes_clockwise() -> None:
    orbit = twisted(Orbit(), 90.0)
    assert edge_texts(orbit) == ("F", "H", "R", "L")


def test_many_small_turns_leave_the_axes_at_right_angles() -> None:
    orbit = Orbit()
    for number in range(2000):
        orbit = rolled(orbit, 3.1, 1.7 + number % 3)
    assert dot(orbit.right, orbit.down) == pytest.approx(0.0, abs=1e-12)
    assert dot(orbit.right, orbit.right) == pytest.approx(1.0, abs=1e-12)
    assert orbit.standard is None


def test_oblique_edges_name_two_directions() -> None:
    assert edge_texts(rolled(Orbit(), 45.0, 0.0))[:2] in {("RP", "LA"), ("PR", "AL")}
    assert edge_texts(rolled(Orbit(), 10.0, 0.0))[:2] == ("R", "L")


@pytest.mark.parametrize("orbit", [Orbit(), rolled(Orbit(zoom=2.5), 40.0, -70.0)])
def test_a_ray_starts_where_its_points_are_seen(orbit: Orbit) -> None:
    orbit = shifted(orbit, 12.0, -7.0)
    start = SCREEN.start_mm(orbit, 123.0, 45.0)
    for mm in (0.0, 100.0, 700.0):
        x, y, z = (s + mm * w for s, w in zip(start, orbit.into, strict=True))
        assert SCREEN.place(orbit, (x, y, z)) == pytest.approx((123.0, 45.0))
    away = math.dist(start, SCREEN.centre_mm)
    assert away >= SCREEN.diameter_mm / 2, "before everything"


def test_moving_takes_the_picture_along() -> None:
    before = SCREEN.place(Orbit(), SCREEN.centre_mm)
    after = SCREEN.place(shifted(Orbit(), 20.0, 10.0), SCREEN.centre_mm)
    pixel_mm = SCREEN.pixel_mm(Orbit())
    assert before == (200.0, 150.0)
    assert after == pytest.approx((200 + 20 / pixel_mm, 150 + 10 / pixel_mm))


def test_zoom_has_bounds_and_outlives_a_standard_view() -> None:
    assert zoomed(Orbit(), 1000.0).zoom == LARGEST_ZOOM
    assert seen_from(shifted(zoomed(Orbit(), 2.0), 5, 5), "H").zoom == 2.0
    assert seen_from(shifted(Orbit(), 5, 5), "H").shift_mm == (0.0, 0.0)
