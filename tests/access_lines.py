"""What the log of access says while something is asked."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger("portal.access")


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def access_lines() -> Iterator[list[str]]:
    kept = _Kept()
    log.addHandler(kept)
    try:
        yield kept.lines
    finally:
        log.removeHandler(kept)
