"""Save the planes of the active viewport as one DICOM object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.pixels.look import Window
from viewer.text import tr
from viewer.ui.outgoing import DICOM_FILES, image_of

if TYPE_CHECKING:
    from viewer.ui.app import App


def save_planes(app: App) -> None:
    """Ask where to; cut all planes at their step, and write them with their places."""
    from viewer.export.planes import planes_object
    from viewer.export.writing import WriteRequest, write_file
    from viewer.ui.saving_run import SavingRun
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
    cuts = tuple(frame.cut for frame in display_set.frames if frame.cut is not None)
    run = SavingRun(app, path, title, len(cuts))
    request = SavingRequest(
        store.filled,
        section,
        cuts,
        tuple(image_of(header) for header in headers),
        voi if isinstance(voi, Window) else None,
        run.went_on,
    )

    def saved() -> None:
        app.status.tell(tr("Saved: {name}", name=run.name))

    def written(content: bytes) -> None:
        run.write(write_file, WriteRequest(path, content, run.is_wanted), saved)

    run.do(
        planes_to_save,
        request,
        "disk",
        lambda planes: run.do(planes_object, planes, "header", written),
    )
