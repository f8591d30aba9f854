"""The bar over the grid that says when more than one patient is on the screen."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from viewer.files.header import Header
from viewer.files.identity import patient_key
from viewer.kinds.captions import hidden, patient_lines
from viewer.text import tr, trn
from viewer.ui.widgets.labels import plain_label


class IdentityBar(QFrame):
    """Names all patients on screen; it cannot be dismissed while there are several.

    Links between them wait for the reader to press its button.
    """

    link_asked = Signal(bool)
    """Link the patients on screen all the same, or no more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("identityBar")
        self.setProperty("role", "strip")
        self.label = plain_label()
        self.label.setObjectName("identityText")
        self.label.setProperty("role", "warning")
        self.label.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.addWidget(self.label, 1)
        self.links = plain_label()
        self.links.setObjectName("identityLinks")
        self.links.setProperty("role", "warning")
        self.button = QPushButton(self)
        self.button.setObjectName("linkAnyway")
        self.button.clicked.connect(self._on_pressed)
        layout.addWidget(self.links)
        layout.addWidget(self.button)
        self._hides_names = False
        self.show_links(False, False)
        self.hide()

    def hide_names(self, hides: bool) -> None:
        """From the next time on say how many patients there are, not who."""
        self._hides_names = hides

    def show_links(self, linked: bool, confirmed: bool) -> None:
        """Whether viewports are linked at all, and those of these patients too."""
        self._confirmed = confirmed
        off, on = tr("Not linked to each other"), tr("LINKED to each other")
        self.links.setText(on if confirmed else off)
        again = tr("Link them no more")
        self.button.setText(again if confirmed else tr("Link them anyway"))
        self.links.setVisible(linked)
        self.button.setVisible(linked)

    def _on_pressed(self) -> None:
        self.link_asked.emit(not self._confirmed)

    def show_patients(self, headers: Iterable[Header]) -> None:
        """Compare the patients of what the cells show."""
        named = {patient_key(header): header for header in headers}
        self.setVisible(len(named) > 1)
        if len(named) < 2:
            self.label.clear()
            self.setAccessibleName("")
            return
        names = "   |   ".join(
            " · ".join(patient_lines(header)[:2]) for header in named.values()
        )
        if self._hides_names:
            names = hidden()
        text = trn(
            "{count} patient on screen: {names}",
            "⚠ {count} patients on screen: {names}",
            len(named),
            names=names,
        )
        self.label.setText(text)
        self.setAccessibleName(text)
