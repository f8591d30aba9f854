"""Whether the extra that 3D needs is there, and how a reader gets it."""

import importlib.util
import sys

from viewer.text import tr


def has_vtk() -> bool:
    """VTK can be imported; it is not, for that takes seconds."""
    return importlib.util.find_spec("vtkmodules") is not None


def how_to_get_vtk() -> str:
    """What the reader is told without it; a frozen program cannot be added to."""
    if getattr(sys, "frozen", False):
        return tr("3D is not in this package: pip install negatoscope[3d]")
    return tr("3D needs VTK: pip install negatoscope[3d]")
