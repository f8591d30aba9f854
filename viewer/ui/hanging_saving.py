"""Saves what hangs in the window now as a protocol of the reader's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog

from viewer.dicom import tags
from viewer.files.spatial import spacing_of
from viewer.geometry.plane import edge_letters
from viewer.hanging.facts import facts_of
from viewer.hanging.fields import LONGEST_TEXT
from viewer.hanging.library import own_folder
from viewer.hanging.plan import stored_letters
from viewer.hanging.rules import LINKS, Scale
from viewer.hanging.written import Cell, protocol_of, save_protocol
from viewer.kinds.presets import CT_PRESETS
from viewer.pixels.look import Window
from viewer.text import tr
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from pathlib import Path

    from viewer.hanging.rules import Protocol
    from viewer.ui.app import App

EQUAL = 0.01
"""Scales that differ by less than this part are the same."""


def save_layout(app: App) -> None:
    """Ask for a name, and write the protocol into the reader's folder."""
    grid = app.grid
    cells = cells_of(app)
    known = [cell.facts for cell in cells if cell.facts is not None]
    layout = grid.state.layout.name
    name, accepted = QInputDialog.getText(
        app.window,
        tr("Save this layout as a protocol"),
        tr("Its name:"),
        text=f"{known[0].modality} {layout}" if known else layout,
    )
    if not accepted or not name.strip() or not known:
        return
    switches = app.linking.links.state.switches
    links = [one for one in LINKS if switches.on and getattr(switches, one)]
    protocol = protocol_of(name[:LONGEST_TEXT], layout, cells, links, _scale(app))
    app.jobs.ask(
        _save,
        protocol,
        lane="disk",
        done=lambda path: _saved(app, path),
        failed=lambda failed: app.status.note(failed.sentence),
    )


def cells_of(app: App) -> list[Cell]:
    """What the visible cells show, in the order of the layout."""
    models = app.grid.visible()
    dates = [_date(model) for model in models]
    newest = max(dates, default="")
    return [
        _cell(model, bool(date) and date < newest)
        for model, date in zip(models, dates, strict=True)
    ]


def _date(model: ViewportModel) -> str:
    shown = model.state.what.display_set
    return shown.first.text(tags.StudyDate).strip() if shown else ""


def _cell(model: ViewportModel, is_prior: bool) -> Cell:
    state = model.state
    shown = state.what.display_set
    if shown is None or shown.view != "stack":
        return Cell()
    voi, camera = state.look.voi, state.camera
    edges = edge_letters(stored_letters(shown), camera.rotation, camera.flipped)
    is_projection = not shown.first.has(tags.ImageOrientationPatient)
    turn = (edges.right, edges.bottom) if is_projection else ("", "")
    presets = {(one.width, one.centre): one.name for one in CT_PRESETS}
    window: Window | str | None = voi if isinstance(voi, Window) else None
    if isinstance(window, Window) and shown.first.text(tags.Modality) == "CT":
        window = presets.get((window.width, window.centre), window)
    over = facts_of(state.fusion.stack.source) if state.fusion else None
    return Cell(facts_of(shown), is_prior, window, turn, over)


def _scale(app: App) -> Scale:
    """The same millimetres everywhere, where that is so now and not by chance."""
    planned = app.hanging.state.planned
    if planned is not None:
        return planned.scale
    found = []
    for model in app.grid.visible():
        shown, cell = model.shown, model.cell()
        if shown is None or cell is None:
            continue
        spacing = spacing_of(shown.frame.header, shown.frame.frame_index)
        if spacing is None or model.state.camera.zoom is None:
            return "fit"
        finer_mm = min(spacing.row_mm, spacing.column_mm)
        found.append(cell.zoom_of(model.state.camera) / finer_mm)
    is_same = len(found) > 1 and max(found) - min(found) < EQUAL * max(found)
    return "same" if is_same else "fit"


def _save(protocol: Protocol) -> Path | str:
    """Where it was written, or why it was not."""
    try:
        return save_protocol(protocol, own_folder())
    except OSError as fault:
        return fault.strerror or type(fault).__name__


def _saved(app: App, path: Path | str) -> None:
    if isinstance(path, str):
        app.status.note(tr("The protocol could not be saved: {reason}", reason=path))
        return
    app.hanging.offers.read(
        lambda: app.status.tell(
            tr("Saved as {file}", file=os.path.basename(path)), "secondary"
        )
    )
