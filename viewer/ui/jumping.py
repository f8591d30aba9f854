"""From a reference in an object to the object that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap

from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.values import caption
from viewer.kinds.references import Reference
from viewer.text import tr
from viewer.ui.state.viewport import ViewportModel, What
from viewer.work.opening import Catalogue

if TYPE_CHECKING:
    from viewer.ui.app import App


def jump(app: App, reference: Reference, origin: ViewportModel) -> None:
    """Show the object beside the cell that names it.

    One that is not open is opened where its file is known; else that is said.
    """
    place = place_of(app.workspace.state.catalogue, reference)
    if place is None and reference.path:
        target = beside(app, origin)
        app.grid.activate(target)
        app.opening.paths([reference.path], target)
        return
    if place is None:
        tell_missing(app, reference)
        return
    target = beside(app, origin)
    target.show_set(place.display_set, place.index)
    app.grid.activate(target)


def tell_missing(app: App, reference: Reference) -> None:
    """Say which object is not open."""
    known = sop_class(reference.sop_class_uid)
    sentence = tr(
        "The {name} that is referred to is not open (UID {uid}). Open its folder.",
        name=known.name if known else tr("object"),
        uid=caption(reference.sop_instance_uid),
    )
    app.status.tell(sentence)


def bring_picture(
    app: App, reference: Reference, done: Callable[[QPixmap | None], None]
) -> None:
    """The small picture of an image that is referred to; None when it is not open."""
    from viewer.ui.panels.thumbnails import small_picture

    place = place_of(app.workspace.state.catalogue, reference)
    if place is None or place.frame is None:
        done(None)
        return
    app.loader.thumbnail(
        place.frame, lambda shown: done(small_picture(shown) if shown else None)
    )


def place_of(catalogue: Catalogue, reference: Reference) -> What | None:
    """Where the object, or the first frame that is meant, stands in what is open."""
    uid = reference.sop_instance_uid.encode("ascii", "replace")
    if not uid:
        return None
    wanted = reference.frames[0] - 1 if reference.frames else None
    first: What | None = None
    for display_set in catalogue.sets():
        for index, frame in enumerate(display_set.frames):
            held = frame.header.elements.get(tags.SOPInstanceUID, ("", b""))[1]
            if held.rstrip(b"\0 ") != uid:
                continue
            if wanted is None or frame.frame_index == wanted:
                return What(display_set, index)
            first = first or What(display_set, index)
    return first


def beside(app: App, origin: ViewportModel) -> ViewportModel:
    """Another visible cell, an empty one if there is; made where there is none."""
    grid = app.grid
    if grid.state.maximised:
        grid.toggle_maximised()
    if len(grid.visible()) == 1:
        grid.lay_out(1, 2)
    others = [model for model in grid.visible() if model is not origin]
    empty = [model for model in others if model.state.what.display_set is None]
    return (empty or others)[0]
