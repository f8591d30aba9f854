"""What a reader says to a mark: its words, or the length of a line that is known."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLabel, QWidget

from viewer.geometry.marks import Mark
from viewer.text import tr

LONGEST_TEXT = 1024
"""Characters, as many as a text of a presentation state takes (PS3.3 C.10.5)."""
LENGTHS_MM = 0.001, 100_000.0


def mark_words_dialog(
    mark: Mark, said: Callable[[Mark], None], parent: QWidget | None = None
) -> QInputDialog:
    """Asks, and gives the changed mark to `said`; it blocks nothing else.

    Words of a mark that has lines of its own may be empty, those of a text may not.
    """
    dialog = QInputDialog(parent)
    dialog.setObjectName("markWords")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if mark.shape == "calibration":
        dialog.setWindowTitle(tr("Calibrate"))
        dialog.setLabelText(tr("Known length of this line in mm:"))
        dialog.setInputMode(QInputDialog.InputMode.DoubleInput)
        dialog.setDoubleRange(*LENGTHS_MM)
        dialog.setDoubleDecimals(3)
        dialog.setDoubleValue(mark.length_mm or 10.0)
    else:
        dialog.setWindowTitle(tr("Text of the mark"))
        dialog.setLabelText(tr("Text beside it on the image:"))
        dialog.setTextValue(mark.text)
    for label in dialog.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
    dialog.setMinimumWidth(360)

    def on_accepted() -> None:
        if mark.shape == "calibration":
            said(replace(mark, length_mm=dialog.doubleValue()))
            return
        text = dialog.textValue().strip()[:LONGEST_TEXT]
        if text or mark.shape != "text":
            said(replace(mark, text=text))

    dialog.accepted.connect(on_accepted)
    return dialog
