"""What this program is, what it is not meant for, and what it stands on."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer import __version__
from viewer.text import tr
from viewer.ui.widgets.colours import text_scale
from viewer.ui.widgets.labels import plain_label, set_role

WIDTH = 460


class AboutDialog(QDialog):
    """Version, intended use, the state of the display, parts and their licences."""

    def __init__(
        self,
        display_state: str,
        parts: Iterable[tuple[str, str, str]],
        diagnostics: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._diagnostics = diagnostics
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
        ):
            label = plain_label(sentence)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self._parts(parts), 1)
        self.told = plain_label("")
        self.told.setWordWrap(True)
        set_role(self.told, "secondary")
        layout.addWidget(self.told)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.copying = buttons.addButton(tr("Copy diagnostics"), role)
        self.copying.setObjectName("copyDiagnostics")
        self.copying.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
        self.resize(round(WIDTH * text_scale()), round(WIDTH * text_scale()))

    def _parts(self, parts: Iterable[tuple[str, str, str]]) -> QTreeWidget:
        listed = QTreeWidget(self)
        listed.setObjectName("aboutParts")
        listed.setAccessibleName(tr("Parts, versions and licences"))
        listed.setHeaderLabels([tr("Part"), tr("Version"), tr("Licence")])
        listed.setRootIsDecorated(False)
        listed.setTabKeyNavigation(False)
        listed.addTopLevelItems([QTreeWidgetItem(part) for part in parts])
        mode = QHeaderView.ResizeMode
        listed.header().setSectionResizeMode(mode.ResizeToContents)
        listed.header().setStretchLastSection(True)
        return listed

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._diagnostics())
        self.told.setText(
            tr("Copied: versions, screens and counts. Nothing of patients or files.")
        )
