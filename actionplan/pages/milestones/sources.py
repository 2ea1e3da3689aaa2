"""The sources that reports name for milestones: words, so they are read for who may read them, by today's rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.pages.choices import Choices
from actionplan.picture.picture import ActionPicture, MilestonePicture
from actionplan.reporting.models import ReportedMilestone, SnapshotText
from actionplan.reporting.rules import sees_words
from actionplan.reporting.snapshot_states import WordOf
from actionplan.rounds.said import source_key
from actions.models import Action

Sources = Mapping[tuple[int, str], str]
"""By the key of a report, and what `source_key` calls a milestone or a period of it."""


def sources_of(
    choices: Choices, promises: Iterable[tuple[ActionPicture, MilestonePicture]], user: User
) -> Sources:
    """What the words of these actions name, as far as the person may read it; a source removed by law says so."""
    words = {action.word.pk: action.pk for action, _milestone in promises if action.word}
    actions = Action.objects.filter(pk__in=set(words.values())).only("pk", "limited")
    readable = {action.pk for action in actions if sees_words(user, action)}
    reports = [report for report, action in words.items() if action in readable]
    if choices.snapshot:
        texts = SnapshotText.objects.about(WordOf.REPORT, *reports).filter(
            item__table__startswith="words", snapshot=choices.snapshot, name__contains="/milestones/"
        )
        removed = _("Removed by law.")
        return {
            (text.of_key, text.name.rpartition("/")[2]): removed if text.redacted_at else text.text
            for text in texts
        }
    rows = ReportedMilestone.objects.filter(report__in=reports).exclude(source="")
    return {
        (report, source_key(key, period)): source
        for report, key, period, source in rows.values_list(
            "report", "milestone__key", "period_start", "source"
        )
    }


def source_words(action: ActionPicture, milestone: MilestonePicture, sources: Sources) -> str:
    """Of one that recurs every source once, in the order of its periods."""
    if action.word is None:
        return ""
    keys = [(action.word.pk, source_key(row.key, row.period_start)) for row in milestone.told]
    return "; ".join(dict.fromkeys(sources[key] for key in keys if key in sources))
