"""Uploaded files with plans: kept if they can be read, previewed, and committed once, from the bytes that were previewed."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Generator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.planned.document import PlanDocument

from .import_changes import ItemChange
from .importing import Decisions, import_in_steps
from .models import PlanFile
from .parsing import PlanRead

LONGEST_FILE_NAME = 200


@operation()
def keep_file(*, name: str, read: PlanRead, by: Any, at: datetime.datetime) -> PlanFile:
    """Keep a file that was read, which is done before the transaction begins: it may take long."""
    refuse_unless_may_import(by)
    return PlanFile.objects.create(
        name=name[-LONGEST_FILE_NAME:],
        sha256=hashlib.sha256(read.content).hexdigest(),
        content=read.content,
        uploaded_by=by,
        uploaded_at=at,
    )


def commit_in_steps(
    *,
    file: PlanFile,
    document: PlanDocument,
    decisions: Decisions,
    mark: str,
    by: Any,
    at: datetime.datetime,
) -> Generator[int, None, list[ItemChange]]:
    """Import the file as `import_in_steps` does: yields the number of each objective, returns what changed.

    `document` is what the file says, read before the transaction begins: it may take long. `mark` is that of the preview. Raises Refused if the file was committed already, or if `import_in_steps` does.
    """
    refuse_unless_may_import(by)
    with operation():
        row = PlanFile.objects.select_for_update().defer("content").filter(pk=file.pk).first()
        if row is None:
            raise file_discarded()
        if row.committed_at is not None:
            raise Refused(_("%(person)s committed this file already.") % {"person": row.committed_by})
        source = {"file": row.name, "sha256": row.sha256}
        changes = yield from import_in_steps(
            document=document, by=by, at=at, decisions=decisions, mark=mark, **source
        )
        row.committed_by, row.committed_at = by, at
        row.save(update_fields=["committed_by", "committed_at"])
    return changes


def file_discarded() -> ChangedMeanwhile:
    return ChangedMeanwhile(_("This file was discarded in the meantime."))


def refuse_unless_may_import(by: Any) -> None:
    if not by.has_perm("objectives.import"):
        raise PermissionDenied
