"""The running window's end of a hand-over: paths that later starts were given."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from viewer.limits import HANDED_OVER_BYTES
from viewer.ui.single_instance import ANSWER, Claim, paths_of

PATIENCE_MS = 5000
"""A start that has not said what it wants by then is cut off."""

BACKLOG = 128
"""A file manager starts one process for each file of a selection."""


class Receiver(QObject):
    """Listens for later starts; only paths are understood, all else is dropped."""

    received = Signal(list)
    """Absolute paths; [] when the other start was given none."""

    def __init__(self, claim: Claim, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._claim = claim
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setListenBacklogSize(BACKLOG)
        self._server.newConnection.connect(self._welcome)

    def listen(self) -> bool:
        """Begin, unless another window does; a dead program's socket is replaced."""
        if not self._claim.is_ours:
            return False
        QLocalServer.removeServer(self._claim.server_name)
        return self._server.listen(self._claim.server_name)

    def close(self) -> None:
        """The next start has a window of its own."""
        self._server.close()
        self._claim.release()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setParent(self)
            socket.setReadBufferSize(HANDED_OVER_BYTES + 1)
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            QTimer.singleShot(PATIENCE_MS, socket, socket.abort)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            paths = paths_of(bytes(socket.readLine().data()))
            if paths is not None:
                socket.write(ANSWER)
                socket.flush()
                self.received.emit(paths)
            socket.disconnectFromServer()
        elif socket.bytesAvailable() >= HANDED_OVER_BYTES:
            socket.abort()
