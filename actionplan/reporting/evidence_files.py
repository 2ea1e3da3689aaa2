"""The files of evidence: kept on disk by their hash, below EVIDENCE_ROOT, which no server serves.

Reports that hold the same file refer to it once. A file goes when the last row that refers to it goes, and when one
of them is removed by law.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

from .models import Evidence

BEING_WRITTEN = "being-written"
"""The folder of files that are not whole yet."""


def _storage() -> FileSystemStorage:
    return storages["evidence"]  # type: ignore[return-value]


def _place(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def keep_file(sha256: str, content: bytes) -> None:
    """Keep the contents, which have this hash, whole or not at all."""
    storage = _storage()
    written = storage.save(f"{BEING_WRITTEN}/{uuid.uuid4().hex}", ContentFile(content))
    path = Path(storage.path(_place(sha256)))
    path.parent.mkdir(mode=0o700, exist_ok=True)
    os.replace(storage.path(written), path)


def keep_if_gone(sha256: str, content: bytes) -> None:
    """Once the row is committed: whoever took the file away from the last other row may not have seen this one."""
    if not is_kept(sha256):
        keep_file(sha256, content)


def opened_file(sha256: str) -> File:
    """Raises FileNotFoundError if the file is gone."""
    return _storage().open(_place(sha256))


def is_kept(sha256: str) -> bool:
    return _storage().exists(_place(sha256))


def delete_unused(hashes: Iterable[str]) -> None:
    """Delete those of the files to which no row refers that still has its words; called once that is committed."""
    unused = {*hashes} - {""}
    unused -= {*Evidence.objects.files().filter(sha256__in=unused).values_list("sha256", flat=True)}
    for sha256 in unused:
        _storage().delete(_place(sha256))


def faults() -> Iterator[str]:
    """A sentence for each file without a row, row without a file, and file that does not have its hash."""
    storage = _storage()
    rows = Evidence.objects.files().order_by("report")
    wanted = set(rows.values_list("sha256", flat=True))
    folders = storage.listdir("")[0] if storage.exists("") else []
    places = [f"{folder}/{name}" for folder in sorted(folders) for name in sorted(storage.listdir(folder)[1])]
    for place in places:
        sha256 = place.rpartition("/")[2]
        if place != _place(sha256) or sha256 not in wanted:
            yield f"{place}: no evidence refers to this file"
            continue
        try:
            with storage.open(place) as file:
                is_right = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            yield f"{place}: the file went while this ran; check again"
        else:
            if not is_right:
                yield f"{place}: the file does not have this hash"
    for sha256 in sorted(sha256 for sha256 in wanted if _place(sha256) not in places):
        reports = ", ".join(str(row.report_id) for row in rows if row.sha256 == sha256)
        yield f"{_place(sha256)}: the file is gone; evidence of report {reports}"
