"""ZIP files that are made as they are sent."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Iterator

from .days import BRUSSELS

ZIP = "application/zip"


def zip_pieces(files: Iterable[tuple[str, bytes]], moment: datetime.datetime) -> Iterator[bytes]:
    """The archive in pieces, from names and contents. All files have the time of the moment, so that the same files make
    the same bytes.
    """
    pipe = _Pipe()
    time = moment.astimezone(BRUSSELS).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for path, content in files:
            info = zipfile.ZipInfo(path, time)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
            yield pipe.take()
    yield pipe.take()


class _Pipe:
    """A file object from which what was written can be taken."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """There is nothing to flush."""

    def take(self) -> bytes:
        taken = b"".join(self.written)
        self.written.clear()
        return taken
