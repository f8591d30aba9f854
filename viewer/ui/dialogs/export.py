"""One dialog for all that leaves the window as a file: what, in which form, how."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from viewer.export.appearance import Appearance
from viewer.text import mark, tr
from viewer.ui.widgets.labels import plain_label

WHATS = {
    "picture": mark("The picture of this viewport"),
    "pictures": mark("Pictures of all images that play or scroll here"),
    "movie": mark("A movie, as it plays"),
    "values": mark("The values of this image, without a window"),
    "dicom": mark("DICOM files"),
}
_STILLS = (("png", mark("PNG")), ("jpeg", mark("JPEG")), ("tiff", mark("TIFF, 8 bits")))
FORMS = {
    "picture": _STILLS,
    "pictures": _STILLS,
    "movie": (("mp4", mark("MP4 (MPEG-4 Part 2)")), ("gif", mark("GIF"))),
    "values": (
        ("stored", mark("TIFF, 16 bits: as stored")),
        ("modality", mark("TIFF, 32-bit numbers: modality values with their unit")),
    ),
    "dicom": (
        ("image", mark("This image")),
        ("shown", mark("All that this viewport shows, key images only")),
        ("series", mark("This series")),
        ("study", mark("This study")),
    ),
}
BURNED_IN = mark(
    "No name, ID, date or place is written over the picture. What is burned into the"
    " pixels stays."
)
WORDS = mark("The description in the file names no patient, no date and no UID.")
NAMED = mark("The picture is as the view is printed, with the names that it holds.")
WHOLE = mark(
    "The copies are byte for byte: they hold everything that the files hold, the"
    " patient's identity too. The names of the new files say modality, series and"
    " number only."
)


WITHOUT = mark(
    "Identity is removed from the header by PS3.15's basic profile; what is burned into"
    " pixels stays. Objects that can name the patient elsewhere are left out, and named"
    " at the end."
)


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the reader wants: a word of `WHATS`, one of its `FORMS`, and how."""

    what: str
    form: str
    appearance: Appearance


class ExportDialog(QDialog):
    """Emits what was chosen; where to is asked afterwards."""

    chosen = Signal(object)
    """An `ExportChoice`."""

    def __init__(
        self,
        whats: Sequence[str],
        without: Sequence[str],
        appearance: Appearance,
        parent: QWidget | None = None,
        *,
        is_image: bool = True,
    ) -> None:
        """Offers `whats`, and their forms but those that are in `without`.

        Of a view that is no image (not `is_image`) only DICOM files go without names.
        """
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(tr("Export"))
        self._without = without
        self._is_image = is_image
        self.what = QComboBox(self)
        self.what.setObjectName("exportWhat")
        self.form = QComboBox(self)
        self.form.setObjectName("exportForm")
        self.size_of = QComboBox(self)
        self.size_of.setObjectName("exportSize")
        self.size_of.addItem(tr("As on the screen"), False)
        self.size_of.addItem(tr("A pixel of the image is a pixel of the file"), True)
        self.size_of.setCurrentIndex(int(appearance.natural))
        self.identity = QCheckBox(tr("With the patient's identity"), self)
        self.identity.setObjectName("exportIdentity")
        self.identity.setChecked(appearance.identity)
        self.texts = QCheckBox(tr("With the texts over the image"), self)
        self.texts.setObjectName("exportTexts")
        self.texts.setChecked(appearance.texts)
        self.said = plain_label("", self)
        self.said.setObjectName("exportSaid")
        self.said.setWordWrap(True)
        self.said.setProperty("role", "secondary")
        for word in whats:
            self.what.addItem(tr(WHATS[word]), word)
        self._lay_out()
        self.what.currentIndexChanged.connect(self._on_what)
        self.identity.toggled.connect(self._say)
        self._on_what()

    def choice(self) -> ExportChoice:
        """As the controls stand."""
        appearance = Appearance(
            self.identity.isChecked(),
            self.texts.isChecked(),
            bool(self.size_of.currentData()),
        )
        what, form = self.what.currentData(), self.form.currentData()
        return ExportChoice(str(what), str(form), appearance)

    def _lay_out(self) -> None:
        self._rows = rows = QFormLayout()
        rows.addRow(tr("To export"), self.what)
        rows.addRow(tr("Form"), self.form)
        rows.addRow(tr("Size"), self.size_of)
        rows.addRow("", self.identity)
        rows.addRow("", self.texts)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Save | kinds.Cancel, self)
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        layout = QVBoxLayout(self)
        layout.addLayout(rows)
        layout.addWidget(self.said)
        layout.addWidget(self.buttons)
        self.resize(480, 260)

    def _on_what(self) -> None:
        what = str(self.what.currentData())
        self.form.clear()
        for word, text in FORMS[what]:
            if word not in self._without:
                self.form.addItem(tr(text), word)
        is_picture = what in ("picture", "pictures", "movie") and self._is_image
        can_hide = what == "dicom" or self._is_image
        self._rows.setRowVisible(self.size_of, is_picture)
        self._rows.setRowVisible(self.texts, is_picture)
        self._rows.setRowVisible(self.identity, can_hide)
        self._say()

    def _say(self) -> None:
        what = str(self.what.currentData())
        text = ""
        if what == "dicom":
            text = tr(WHOLE if self.identity.isChecked() else WITHOUT)
        elif not self._is_image:
            text = tr(NAMED)
        elif not self.identity.isChecked():
            text = tr(WORDS) if what == "values" else tr(BURNED_IN)
        self.said.setText(text)

    def _choose(self) -> None:
        self.chosen.emit(self.choice())
        self.accept()
