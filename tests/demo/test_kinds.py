import pytest

from viewer.demo.build import to_bytes
from viewer.demo.kinds import object_of
from viewer.files.dataset import complete_header
from viewer.files.index import Series
from viewer.files.sources import Source
from viewer.kinds import KINDS, display_sets, family, kind_of


@pytest.mark.parametrize("kind", [name for entry in KINDS for name in entry.names])
def test_an_object_of_each_kind_is_taken_for_it(kind: str) -> None:
    header = complete_header(Source("one", to_bytes(object_of(kind))))
    assert kind_of(header) == kind
    views = [one.view for one in display_sets(Series("", (header,)))]
    assert views == [family(kind).view]
    assert bool(header.pixel_tag) == (family(kind).view == "stack")


def test_a_kind_that_no_class_has_is_no_kind() -> None:
    with pytest.raises(KeyError):
        object_of("hologram")
