"""Rows of the table of actions: planes through a volume (MPR) and slabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.text import figure, mark, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.state.section_choices import BLENDS, SLABS_MM, STEPS_MM

if TYPE_CHECKING:
    from viewer.geometry.blending import Blend
    from viewer.kinds.sections import PlaneName
    from viewer.ui.app import App

_PLANES: tuple[tuple[PlaneName, str, str], ...] = (
    ("axial", mark("Axial plane"), "Alt+A"),
    ("coronal", mark("Coronal plane"), "Alt+C"),
    ("sagittal", mark("Sagittal plane"), "Alt+S"),
)
_BLENDS: dict[Blend, str] = {
    "max": mark("Slab: largest value (MIP)"),
    "min": mark("Slab: smallest value (MinIP)"),
    "mean": mark("Slab: mean"),
}


def _can_cut(app: App) -> bool:
    return app.mpr.can_cut


def _is_cut(app: App) -> bool:
    return app.mpr.section is not None


def _has_slab(app: App) -> bool:
    return app.mpr.slabbed is not None


def _is_shown(app: App) -> bool:
    return _is_cut(app) and app.grid.active.shown is not None


def _save(app: App) -> None:
    from viewer.ui.mpr_saving import save_planes

    save_planes(app)


def _plane(name: PlaneName, text: str, key: str) -> ActionRow:
    def is_shown(app: App) -> bool:
        section = app.mpr.section
        return section is not None and section.name == name

    return ActionRow(
        f"mpr-{name}",
        text,
        "mpr",
        lambda app: app.mpr.show_plane(name),
        (key,),
        enabled=_can_cut,
        checked=is_shown,
    )


def _slab(slab_mm: float) -> ActionRow:
    def text(app: App) -> str:
        if not slab_mm:
            return tr("No slab")
        return tr("Slab of {value} mm", value=figure(slab_mm, "g"))

    def is_set(app: App) -> bool:
        section = app.mpr.slabbed
        return section is not None and section.slab_mm == slab_mm

    return ActionRow(
        f"mpr-slab-{slab_mm:g}",
        text,
        "mpr",
        lambda app: app.mpr.set_slab(slab_mm),
        enabled=_has_slab,
        checked=is_set,
        separated=not slab_mm,
    )


def _blend(blend: Blend) -> ActionRow:
    def is_set(app: App) -> bool:
        section = app.mpr.slabbed
        return section is not None and section.blend == blend

    return ActionRow(
        f"mpr-blend-{blend}",
        _BLENDS[blend],
        "mpr",
        lambda app: app.mpr.set_blend(blend),
        enabled=_has_slab,
        checked=is_set,
        separated=blend == "max",
    )


def _step(step_mm: float | None) -> ActionRow:
    def text(app: App) -> str:
        if step_mm is None:
            return tr("Step: one layer of voxels")
        return tr("Step: {value} mm", value=figure(step_mm, "g"))

    def is_set(app: App) -> bool:
        section = app.mpr.section
        return section is not None and section.step_mm == step_mm

    return ActionRow(
        f"mpr-step-{step_mm or 0:g}",
        text,
        "mpr",
        lambda app: app.mpr.set_step(step_mm),
        enabled=_is_cut,
        checked=is_set,
        separated=step_mm is None,
    )


def _thicker(by: int) -> Callable[[App], None]:
    def run(app: App) -> None:
        from viewer.ui.state.section_links import thicken

        thicken(app.grid.active, by)

    return run


MPR_ACTIONS = (
    *(_plane(*row) for row in _PLANES),
    ActionRow(
        "mpr-three",
        mark("Three planes at once"),
        "mpr",
        lambda app: app.mpr.show_three(),
        ("Alt+M",),
        "cube",
        enabled=_can_cut,
        tool_bar=5,
    ),
    ActionRow(
        "mpr-reset",
        mark("Planes as at first"),
        "mpr",
        lambda app: app.mpr.reset(),
        enabled=_is_cut,
    ),
    ActionRow(
        "mpr-images",
        mark("Back to the acquired images"),
        "mpr",
        lambda app: app.mpr.show_images(),
        ("Alt+B",),
        enabled=_is_cut,
    ),
    ActionRow(
        "mpr-save",
        mark("Save the planes as DICOM…"),
        "mpr",
        _save,
        enabled=_is_shown,
    ),
    *(_slab(slab_mm) for slab_mm in SLABS_MM),
    ActionRow(
        "mpr-thicker",
        mark("Thicker slab"),
        "mpr",
        _thicker(1),
        ("Alt+Up",),
        enabled=_has_slab,
        in_cells=True,
    ),
    ActionRow(
        "mpr-thinner",
        mark("Thinner slab"),
        "mpr",
        _thicker(-1),
        ("Alt+Down",),
        enabled=_has_slab,
        in_cells=True,
    ),
    *(_blend(blend) for blend in BLENDS),
    *(_step(step_mm) for step_mm in STEPS_MM),
)
PLANES_TOOL_ACTION = ActionRow(
    "tool-planes",
    mark("Move and turn planes"),
    "tools",
    lambda app: app.choice.choose("planes"),
    ("Alt+P",),
    "arrows-move",
    checked=lambda app: app.choice.name == "planes",
)
