"""Rows of the table of actions: a volume seen as a body (3D)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.kinds.scene_presets import PRESET_NAMES, PRESET_TITLES, PresetName
from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.geometry.orbit import ViewName
    from viewer.ui.app import App

_VIEWS: tuple[tuple[ViewName, str], ...] = (
    ("A", mark("Seen from the front (A)")),
    ("P", mark("Seen from the back (P)")),
    ("L", mark("Seen from the left (L)")),
    ("R", mark("Seen from the right (R)")),
    ("H", mark("Seen from the head (H)")),
    ("F", mark("Seen from the feet (F)")),
)


def _is_shown(app: App) -> bool:
    return app.volume3d.scene is not None


def _is_there(app: App) -> bool:
    return app.volume3d.body is not None


def _show_text(app: App) -> str:
    """The menu itself says what is missing."""
    from viewer.work import rendering_extra

    name = tr("Volume in 3D")
    if rendering_extra.has_vtk():
        return name
    return f"{name} ({rendering_extra.how_to_get_vtk()})"


def _undo_cut(app: App) -> None:
    app.volume3d.change(lambda scene: replace(scene, carvings=scene.carvings[:-1]))


def _reset(app: App) -> None:
    """The whole volume from the front, nothing cut away."""
    from viewer.kinds.scenes import Scene

    app.volume3d.change(lambda scene: Scene(scene.preset, scene.window))


def _preset(name: PresetName) -> ActionRow:
    def choose(app: App) -> None:
        app.volume3d.change(lambda scene: replace(scene, preset=name, shift=0.0))

    def text(app: App) -> str:
        return tr("Preset: {preset}", preset=tr(PRESET_TITLES[name]))

    def is_offered(app: App) -> bool:
        return _is_shown(app) and name in app.volume3d.presets()

    def is_set(app: App) -> bool:
        scene = app.volume3d.scene
        return scene is not None and scene.preset == name

    return ActionRow(
        f"volume3d-{name}",
        text,
        "volume3d",
        choose,
        enabled=is_offered,
        checked=is_set,
        separated=name == PRESET_NAMES[0],
    )


def _view(name: ViewName, text: str) -> ActionRow:
    def look(app: App) -> None:
        from viewer.geometry.orbit import seen_from

        app.volume3d.change(
            lambda scene: replace(scene, orbit=seen_from(scene.orbit, name))
        )

    def is_set(app: App) -> bool:
        scene = app.volume3d.scene
        return scene is not None and scene.orbit.standard == name

    return ActionRow(
        f"volume3d-from-{name}",
        text,
        "volume3d",
        look,
        enabled=_is_shown,
        checked=is_set,
        separated=name == "A",
    )


VOLUME3D_ACTIONS = (
    ActionRow(
        "volume3d-show",
        _show_text,
        "volume3d",
        lambda app: app.volume3d.show(),
        ("Alt+E",),
        enabled=lambda app: app.volume3d.can_show,
        checked=_is_shown,
    ),
    ActionRow(
        "volume3d-four",
        mark("Three planes and 3D"),
        "volume3d",
        lambda app: app.volume3d.show_beside_planes(),
        ("Alt+Shift+M",),
        enabled=lambda app: app.volume3d.can_show,
    ),
    ActionRow(
        "volume3d-images",
        mark("From 3D back to the acquired images"),
        "volume3d",
        lambda app: app.volume3d.show_images(),
        enabled=_is_shown,
    ),
    *(_preset(name) for name in PRESET_NAMES),
    *(_view(*row) for row in _VIEWS),
    ActionRow(
        "volume3d-undo",
        mark("Take back the last cut"),
        "volume3d",
        _undo_cut,
        enabled=lambda app: bool(app.volume3d.scene and app.volume3d.scene.carvings),
        separated=True,
    ),
    ActionRow(
        "volume3d-reset",
        mark("3D as at first"),
        "volume3d",
        _reset,
        enabled=_is_shown,
    ),
    ActionRow(
        "volume3d-stl",
        mark("Save a surface as STL…"),
        "volume3d",
        lambda app: app.volume3d.save_surface(),
        enabled=_is_there,
    ),
)
