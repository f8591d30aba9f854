"""What keeps a picture from being the image as it was taken, in a few short words.

PS3.3 C.7.6.1.1.5 (lossy compression), C.8.11.1.1.1 (Presentation Intent Type).
"""

from collections.abc import Iterator
from itertools import zip_longest

from viewer.dicom import tags
from viewer.dicom.transfer_syntaxes import METHOD_NAMES, transfer_syntax
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.files.summary import Compression, Loss, compression_of
from viewer.text import figure, tr

STEPS = 3
"""Of earlier compression that are named; more are counted together as lossy."""

_Step = tuple[float, str]
"""(ratio, method): 0 and "" where not stated."""


def fidelity(header: Header, loss: Loss = "") -> tuple[str, ...]:
    """ "LOSSY 8.2:1 JPEG 2000", "PREVIOUSLY LOSSY 4:1 JPEG", "FOR PROCESSING" …

    Empty for an image that was never lossy and is meant to be looked at. A picture
    that was lossy once is not whole again, whatever it is stored as now. `loss` is of
    the frame's own code stream, once it has been read.
    """
    return tuple(_parts(header, loss))


def _parts(header: Header, loss: Loss) -> Iterator[str]:
    if header.text(tags.PresentationIntentType).strip() == "FOR PROCESSING":
        yield tr("FOR PROCESSING")
    compression = compression_of(header, loss)
    if compression is None:
        return
    now, before = _now_and_before(header, compression)
    if now is not None:
        ratio, family = _ratio(now[0]), compression.family
        if compression.lossy_is_stated:
            yield _plain(tr("LOSSY {ratio} {family}", ratio=ratio, family=family))
        else:
            text = tr("PERHAPS LOSSY {ratio} {family}", ratio=ratio, family=family)
            yield _plain(text)
    for ratio_before, method in before[-STEPS:]:
        name = caption(METHOD_NAMES.get(method, method))
        yield _plain(
            tr(
                "PREVIOUSLY LOSSY {ratio} {family}",
                ratio=_ratio(ratio_before),
                family=name,
            )
        )


def _now_and_before(
    header: Header, compression: Compression
) -> tuple[_Step | None, list[_Step]]:
    """The lossy step of the present form, and those before it, the first first.

    Ratios and methods are listed in the order of the steps, the last one last; a
    method that is not the present form's belongs to what was before.
    """
    backwards = zip_longest(
        reversed(compression.ratios), reversed(compression.methods), fillvalue=None
    )
    steps = [(ratio or 0.0, method or "") for ratio, method in backwards][::-1]
    if not compression.lossy:
        once = compression.previously_lossy
        return None, steps or ([(0.0, "")] if once else [])
    syntax = transfer_syntax(header.transfer_syntax_uid)
    own = syntax.method if syntax else ""
    if steps and steps[-1][1] in ("", own):
        return steps[-1], steps[:-1]
    return (0.0, ""), steps


def _ratio(ratio: float) -> str:
    """Some writers state a ratio of 1 or less, which no lossy step has."""
    return f"{figure(ratio, '.3g')}:1" if ratio > 1 else ""


def _plain(text: str) -> str:
    return " ".join(text.split())
