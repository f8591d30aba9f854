"""What this program is, and what it is not meant for."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from viewer import __version__
from viewer.text import tr
from viewer.ui.widgets.labels import plain_label


class AboutDialog(QDialog):
    """Version, intended use, the state of the display, licence."""

    def __init__(self, display_state: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(tr("About Negatoscope"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        title = plain_label(f"Negatoscope {__version__}")
        title.setProperty("role", "title")
        layout.addWidget(title)
        for sentence in (
            tr("A light box for DICOM: images and everything else a study holds."),
            tr("It is not a medical device and not cleared for primary diagnosis."),
            tr("{state}.", state=display_state),
            tr("MIT licence; the parts it stands on are listed in THIRD-PARTY.md."),
            f"Python {platform.python_version()} · Qt {qVersion()}",
        ):
            label = plain_label(sentence)
            label.setWordWrap(True)
            layout.addWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
        self.setFixedWidth(460)
