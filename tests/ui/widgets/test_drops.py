from PySide6.QtCore import QMimeData, QUrl

from viewer.ui.widgets.drops import dropped_paths


def test_local_files_and_folders_are_taken_in_order() -> None:
    mime = QMimeData()
    local = ["/a/b c.dcm", "/folder", "/é/#1%20"]
    mime.setUrls([QUrl.fromLocalFile(path) for path in local])
    assert dropped_paths(mime) == local


def test_what_is_not_local_is_left_out() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.dcm"), QUrl.fromLocalFile("/a")])
    assert dropped_paths(mime) == ["/a"]


def test_text_holds_no_files() -> None:
    mime = QMimeData()
    mime.setText("/a/b.dcm")
    assert dropped_paths(mime) == []
