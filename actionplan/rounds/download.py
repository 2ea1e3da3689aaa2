"""A snapshot to take along: its bytes, the texts that the person may read, the list of hashes, and a verifier; as a ZIP.

What the person may not see is left out, and stays in the list of hashes: the round's hash can be checked by everybody.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from actionplan.base.brussels import BRUSSELS
from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotText
from actions.models import Action

from .canonical import canonical, list_of_hashes
from .reading import Reader

if TYPE_CHECKING:
    from actionplan.accounts.models import User

VERIFIER = Path(__file__).with_name("verifier.py")


def name_of(snapshot: Snapshot) -> str:
    """Of the file, and of the folder in it."""
    closing = snapshot.closing
    return f"snapshot-{closing.round.plan.code}-{closing.round.code}-closing-{closing.number}"


def zip_of(snapshot: Snapshot, user: User, readme: str) -> Iterator[bytes]:
    """The file piece by piece. Reads first, three queries; making the pieces asks nothing."""
    items = list(SnapshotItem.objects.filter(snapshot=snapshot).order_by("table", "key"))
    texts: dict[int, list[SnapshotText]] = defaultdict(list)
    for text in SnapshotText.objects.filter(snapshot=snapshot).order_by("pk"):
        texts[text.item_id].append(text)
    round = snapshot.closing.round
    reader = Reader(user, round, {action.pk: action for action in Action.objects.filter(plan=round.plan_id)})
    seen = [item for item in items if reader.sees_item(item.table, item.action)]
    files = {
        "README.txt": readme.encode(),
        "SHA256SUMS": list_of_hashes((item.path, item.sha256) for item in items),
        "verify.py": VERIFIER.read_bytes(),
    }
    for item in seen:
        files[item.path] = bytes(item.content)
        if said := _said(item, texts[item.pk], reader):
            files[f"texts/{item.path}"] = canonical(said)
    return _pieces(snapshot, files)


def _said(item: SnapshotItem, texts: list[SnapshotText], reader: Reader) -> dict[str, Any]:
    """The texts of an item that the person may take along, by their place: with its salt, or when it was removed by law."""
    return {
        text.name: {"redacted_at": text.redacted_at}
        if text.redacted_at
        else {"salt": text.salt, "text": text.text}
        for text in texts
        if reader.may_export(text, item.action)
    }


def _pieces(snapshot: Snapshot, files: dict[str, bytes]) -> Iterator[bytes]:
    """The same bytes for the same files: every file has the moment of the closing."""
    pipe = _Pipe()
    moment = snapshot.taken_at.astimezone(BRUSSELS).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for path, content in files.items():
            info = zipfile.ZipInfo(f"{name_of(snapshot)}/{path}", moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
            yield pipe.take()
    yield pipe.take()


class _Pipe:
    """Takes what is written, and hands it on."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self.written)
        self.written.clear()
        return taken
