"""Downloading a snapshot as a ZIP: its bytes, the texts that the person may read, the list of hashes, and a
verifier.

What the person may not see is left out but stays in the list of hashes, so that everybody can check the hash
of the round. Rights in its plan, and whether an action is limited, are always today's, whatever was frozen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from actionplan.accounts.rules import is_reader
from actionplan.base.access_log import note_words
from actionplan.base.archives import zip_pieces
from actionplan.base.canonical import canonical
from actionplan.reporting.models import Round, Snapshot, SnapshotItem, SnapshotText
from actionplan.reporting.rules import reads_evidence, sees_reported, sees_words
from actionplan.reporting.states import TextOwner
from actions.models import Action

from .canonical import list_of_hashes

if TYPE_CHECKING:
    from actionplan.accounts.models import User

REPORTED_TABLES = ["reported", "withdrawn_reported", "left_reported", "words_reported", "questions"]
"""Only for the action's own organisations, coordinators and auditors."""
FOLLOWED_TABLES = ["requests_followed", "minister_answers", "counted_reported"]
"""Only for coordinators and auditors, for all actions; a minister's office reads its own answers on pages.
Other tables are for everybody.
"""
VERIFIER = Path(__file__).with_name("verifier.py")


class Reader:
    """What a person may read in a snapshot of the round. `actions` are the current rows, by key."""

    def __init__(self, user: User, round: Round, actions: dict[int, Action]) -> None:
        self.user, self.round, self.actions = user, round, actions

    def sees_item(self, table: str, action: int | None) -> bool:
        """Whether the person may see the bytes, which do not include texts."""
        if table in REPORTED_TABLES:
            return self._sees_reported(action)
        if table in FOLLOWED_TABLES:
            return self._follows()
        return bool(is_reader(self.user, self.round))

    def may_export(self, text: SnapshotText, action: int | None) -> bool:
        """Whether the person may export the text; nobody may export the note to the Platform."""
        if text.of == TextOwner.NOTE:
            return False
        if text.of in (TextOwner.PERSON, TextOwner.PLATFORM_TEXT, TextOwner.RECOMMENDATION):
            return bool(is_reader(self.user, self.round))
        if text.of in (TextOwner.QUESTION, TextOwner.ANSWER):
            return self._sees_reported(action)
        if text.of == TextOwner.MINISTER_ANSWER:
            return self._follows()
        about = self._action(action)
        if about is None:
            return False
        if text.of in (TextOwner.EVIDENCE, TextOwner.OPEN_EVIDENCE):
            return reads_evidence(self.user, about, text.of == TextOwner.OPEN_EVIDENCE)
        return bool(sees_words(self.user, about))

    def _action(self, action: int | None) -> Action | None:
        return self.actions.get(action) if action is not None else None

    def _sees_reported(self, action: int | None) -> bool:
        about = self._action(action)
        return about is not None and bool(sees_reported(self.user, about))

    def _follows(self) -> bool:
        return bool(self.user.has_perm("reporting.follow_rounds", self.round))


def snapshot_name(snapshot: Snapshot) -> str:
    """The name of the file, and of the folder in it."""
    closing = snapshot.closing
    return f"snapshot-{closing.round.plan.code}-{closing.round.code}-closing-{closing.number}"


def zip_of(snapshot: Snapshot, user: User, readme: str) -> Iterator[bytes]:
    """The file in pieces. All three queries run first; building the pieces runs none."""
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
        if exportable := _exportable_texts(item, texts[item.pk], reader):
            if item.action in reader.actions:
                note_words(reader.actions[item.action])
            files[f"texts/{item.path}"] = canonical(exportable)
    folder = snapshot_name(snapshot)
    return zip_pieces(((f"{folder}/{path}", content) for path, content in files.items()), snapshot.taken_at)


def _exportable_texts(item: SnapshotItem, texts: list[SnapshotText], reader: Reader) -> dict[str, Any]:
    """The texts that the person may export, by place: with its salt, or when it was removed by law."""
    return {
        text.name: {"redacted_at": text.redacted_at}
        if text.redacted_at
        else {"salt": text.salt, "text": text.text}
        for text in texts
        if reader.may_export(text, item.action)
    }
