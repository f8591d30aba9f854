"""A report of a failure, to be read, copied, saved or deleted; it is never sent."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.export.writing import save_whole, write_advice
from viewer.store.reports import Reports
from viewer.text import tr
from viewer.ui.widgets.labels import plain_label


class FailureDialog(QDialog):
    """One report at a time, the newest at first."""

    def __init__(self, reports: Reports, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failureDialog")
        self.setWindowTitle(tr("Report of a failure"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 560)
        self._reports = reports
        layout = QVBoxLayout(self)
        hint = plain_label(
            tr(
                "This is all that was kept: no patient, no file and no name of one. It"
                " stays on this computer. Whoever mends the program can use it; to give"
                " it to them, copy or save it."
            )
        )
        hint.setWordWrap(True)
        layout.addWidget(hint)
        self.which = QComboBox(self)
        self.which.setAccessibleName(tr("Report"))
        self.which.currentIndexChanged.connect(self._show)
        layout.addWidget(self.which)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("failureText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Report of a failure"))
        fixed = QFontDatabase.SystemFont.FixedFont
        self.text.setFont(QFontDatabase.systemFont(fixed))
        layout.addWidget(self.text, 1)
        self.message = plain_label("", self)
        layout.addWidget(self.message)
        layout.addLayout(self._buttons())
        self._list()

    def save(self, path: Path) -> None:
        """Write the report that is shown into a file."""
        data = self.text.toPlainText().encode()
        try:
            save_whole(path, lambda file: file.write(data))
        except OSError as error:
            reason = write_advice(error)
            sentence = tr(
                "{name} was not saved: {reason}", name=path.name, reason=reason
            )
            self.message.setText(sentence)
            return
        self.message.setText(tr("Written: {name}", name=path.name))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, text, pressed in (
            ("failureCopy", tr("Copy"), self._copy),
            ("failureSave", tr("Save as…"), self._ask_save),
            ("failureDelete", tr("Delete"), self._delete),
        ):
            button = QPushButton(text, self)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(pressed)
            row.addWidget(button)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.close)
        row.addWidget(close)
        return row

    def _list(self) -> None:
        paths = self._reports.all()
        if not paths:
            self.close()
            return
        self.which.blockSignals(True)
        self.which.clear()
        for path in paths:
            self.which.addItem(path.name.split(".")[0], path)
        self.which.blockSignals(False)
        self.which.setVisible(len(paths) > 1)
        self._show()

    def _show(self) -> None:
        path = self.which.currentData()
        try:
            text = path.read_text("utf-8", "replace")
        except OSError as error:
            text = error.strerror or type(error).__name__
        self.text.setPlainText(text)
        self.message.clear()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.message.setText(tr("Copied"))

    def _ask_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save the report"), "negatoscope-report.txt"
        )
        if name:
            self.save(Path(name))

    def _delete(self) -> None:
        self._reports.delete(self.which.currentData())
        self._list()
