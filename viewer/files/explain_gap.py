"""Why there is a place without a slice in a stack, as a step of an explanation."""

from viewer.dicom import tags
from viewer.files.explanation import Attributes, Holder, Step, attributes, number
from viewer.files.header import Header
from viewer.files.spatial import orientation_of, position_of
from viewer.geometry.plane import cross, dot
from viewer.text import tr

_DECIDING = (tags.InstanceNumber, tags.ImagePositionPatient)


def explain_missing(before: Header, after: Header) -> Step:
    """Between two slices that lie farther apart than the others of their stack."""
    sentence = tr(
        "The slices before and after lie {distance} mm apart, more than the others of"
        " the stack, and the numbers between theirs are left out: there are no pixels.",
        distance=number(round(_distance_mm(before, after), 3)),
    )
    found: Attributes = (
        *attributes(Holder(before), *_DECIDING),
        *attributes(Holder(after), *_DECIDING),
    )
    return Step("missing", tr("no slice"), sentence, found)


def _distance_mm(before: Header, after: Header) -> float:
    """Along the normal of the first; 0 where either has no place."""
    cosines = orientation_of(before, 0)
    places = position_of(before, 0), position_of(after, 0)
    if cosines is None or places[0] is None or places[1] is None:
        return 0.0
    normal = cross(*cosines)
    return abs(dot(normal, places[1]) - dot(normal, places[0]))
