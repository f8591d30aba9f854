"""Save the planes of the active viewport as one DICOM object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.pixels.look import Window
from viewer.text import tr
from viewer.ui.outgoing import DICOM_FILES, image_of

if TYPE_CHECKING:
    from viewer.export.planes import PlanesRequest
    from viewer.ui.app import App


def save_planes(app: App) -> None:
    """Ask where to; cut all planes at their step, and write them with their places."""
    from viewer.export.planes import planes_object
    from viewer.work.plane_saving import SavingRequest, planes_to_save

    model, section = app.grid.active, app.mpr.section
    store = app.mpr.volumes.stores.get(section.stack) if section else None
    display_set = model.state.what.display_set
    if section is None or store is None or store.filled is None or display_set is None:
        return
    title = tr("Save the planes as DICOM")
    path = app.exporting.ask_path(title, DICOM_FILES, ".dcm")
    if not path:
        return
    voi = model.voi()
    headers = dict.fromkeys(frame.header for frame in section.stack.frames)
    request = SavingRequest(
        store.filled,
        section,
        tuple(frame.cut for frame in display_set.frames if frame.cut is not None),
        tuple(image_of(header) for header in headers),
        voi if isinstance(voi, Window) else None,
    )

    def written(content: bytes) -> None:
        app.exporting.write(path, content)

    def cut(planes: PlanesRequest) -> None:
        app.jobs.ask(
            planes_object,
            planes,
            lane="header",
            done=written,
            failed=lambda failed: app.status.tell(failed.sentence),
        )

    app.status.tell(tr("The planes are being saved…"), "secondary")
    app.jobs.ask(
        planes_to_save,
        request,
        lane="disk",
        done=cut,
        failed=lambda failed: app.status.tell(failed.sentence),
    )
