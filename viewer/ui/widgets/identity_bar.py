"""The bar over the grid that says when more than one patient is on the screen."""

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.kinds.captions import hidden, patient_lines
from viewer.text import trn
from viewer.ui.widgets.labels import plain_label


class IdentityBar(QFrame):
    """Names all patients on screen; it cannot be dismissed while there are several."""

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
        layout.addWidget(self.label)
        self._hides_names = False
        self.hide()

    def hide_names(self, hides: bool) -> None:
        """From the next time on say how many patients there are, not who."""
        self._hides_names = hides

    def show_patients(self, headers: Iterable[Header]) -> None:
        """Compare the patients of what the cells show."""
        named = {_identity(header): header for header in headers}
        self.setVisible(len(named) > 1)
        if len(named) < 2:
            self.label.clear()
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


def _identity(header: Header) -> tuple[str, ...]:
    """Who it is: ID, issuer, name and birth date must all be the same."""
    name = header.text(tags.PatientName).rstrip("^= ").upper()
    return (
        header.text(tags.PatientID),
        header.text(tags.IssuerOfPatientID),
        name,
        header.text(tags.PatientBirthDate),
    )
