"""Asks above which value a surface is to be saved."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLabel, QWidget

from viewer.text import tr

_REACH = 1e9


def threshold_dialog(
    start: float, unit: str, said: Callable[[float], None], parent: QWidget
) -> QInputDialog:
    """Asks for a value in the unit of the volume; it blocks nothing else."""
    dialog = QInputDialog(parent)
    dialog.setObjectName("threshold")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Save the surface as STL"))
    asked = tr("Surface of all that lies above this value ({unit}):", unit=unit)
    if not unit:
        asked = tr("Surface of all that lies above this value (no unit):")
    more = tr("Clip box and cuts count. The file has millimetres of the patient (LPS).")
    dialog.setLabelText(f"{asked}\n\n{more}")
    dialog.setInputMode(QInputDialog.InputMode.DoubleInput)
    dialog.setDoubleRange(-_REACH, _REACH)
    dialog.setDoubleDecimals(2)
    dialog.setDoubleValue(start)
    for label in dialog.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
    dialog.setMinimumWidth(420)
    dialog.accepted.connect(lambda: said(dialog.doubleValue()))
    return dialog
