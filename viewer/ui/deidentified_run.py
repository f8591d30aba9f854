"""Copies of DICOM objects without identity: made in the header process, one by one."""

from __future__ import annotations

import secrets
from pathlib import Path

from PySide6.QtCore import QObject

from viewer.export.copies import SUFFIX, Copy
from viewer.export.deidentify import Deidentified, DeidentifyRequest, deidentified
from viewer.export.writing import Beside, save_beside
from viewer.text import tr, trn
from viewer.ui.export_runs import FAILED_NAMED, Run
from viewer.ui.state.jobs import Jobs
from viewer.work.failure import Failed

DEADLINE_SECONDS = 120.0


class DeidentifiedRun(Run):
    """What cannot be had without identity is left out and named at the end."""

    def __init__(
        self,
        copies: tuple[Copy, ...],
        folder: Path,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(len(copies), parent)
        self._copies = copies
        self._folder = folder
        self._jobs = jobs
        self._secret = secrets.token_bytes(32)
        self._number = 0
        self._written = 0
        self._is_saving = self._is_cancelled = False
        self._left_out: list[str] = []

    def start(self) -> None:
        self._next()

    def cancel(self) -> None:
        self._is_cancelled = True
        if not self._is_saving:
            self.end(f"{tr('Cancelled.')} {self._said()}")

    def _next(self) -> None:
        self.progressed.emit(self._number)
        self._is_saving = False
        if self._is_cancelled:
            self.cancel()
            return
        if self._number == self.total:
            self.end(self._said())
            return
        source = self._copies[self._number].source
        self._jobs.ask(
            deidentified,
            DeidentifyRequest(source, self._secret),
            lane="header",
            done=self._on_made,
            failed=self._on_failed,
            deadline_seconds=DEADLINE_SECONDS,
        )

    def _on_made(self, made: Deidentified) -> None:
        if self.is_over:
            return
        if made.left_out:
            self._leave_out(made.left_out)
            return
        self._is_saving = True
        stem = self._copies[self._number].stem
        self._jobs.ask(
            save_beside,
            Beside(made.content, self._folder, stem, SUFFIX),
            lane="disk",
            done=self._on_saved,
            failed=self._on_failed,
        )

    def _on_saved(self, name: str) -> None:
        self._written += 1
        self._number += 1
        self._next()

    def _on_failed(self, failed: Failed) -> None:
        if not self.is_over:
            self._leave_out(failed.sentence)

    def _leave_out(self, reason: str) -> None:
        self._left_out.append(f"{self._copies[self._number].source.name}: {reason}")
        self._number += 1
        self._next()

    def _said(self) -> str:
        parts = [
            trn(
                "{count} object was copied without identity in its header.",
                "{count} objects were copied without identity in their headers.",
                self._written,
            )
        ]
        if self._left_out:
            parts.append(
                trn(
                    "{count} was left out:",
                    "{count} were left out:",
                    len(self._left_out),
                )
            )
            parts.append("; ".join(self._left_out[:FAILED_NAMED]))
            parts += ["…"] if len(self._left_out) > FAILED_NAMED else []
        return " ".join(parts)
