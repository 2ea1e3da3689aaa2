"""How the document was made: who each figure comes from, what was derived or inferred, who reviewed whom, what is unknown."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.picture.actions import Actions
from actionplan.picture.planned_words import without_amount_words
from actionplan.picture.sentences import planned_note

from .content import Bullets, Paragraph, Section
from .source import DocumentSource


def method_section(source: DocumentSource, actions: Actions, *, has_words: bool = True) -> Section:
    """`has_words`: whether the document has reported texts."""
    limited = [_limited(source, actions)] if has_words else []
    unknown = filter(None, [without_amount_words(actions)])
    return Section(
        _("Method"),
        [
            Bullets([_basis(source), *voices(), _derived(), _inferred(actions)]),
            Bullets([_within(actions), _taken_over(actions), _unassessed(actions), *limited, *unknown]),
            Paragraph(_how_to_check(source)),
        ],
        on_new_page=True,
    )


def _basis(source: DocumentSource) -> str:
    preview = _(
        "Preview: what the Platform had accepted on %(when)s; the round is not closed. Schedules are reckoned on %(day)s."
    )
    closed = _(
        "What the Platform had accepted when the round closed on %(when)s. Schedules are reckoned on %(day)s."
    )
    words = {"when": formatting.instant(source.known_at), "day": formatting.day(source.reckoned_on)}
    return (preview if source.is_preview else closed) % words


def voices() -> list[str]:
    return [
        _(
            "Reported: status, confidence, dates, milestones, money and words come from the organisation that leads the action; money also from its partners."
        ),
        _(
            "Computed: the portal derives the schedule from the dates in force and the dates reported, and counts milestones and money."
        ),
        _(
            "Assessed: the verdict is the Platform’s, given when it accepted a report; it holds until the next one. What is done gets none."
        ),
    ]


def _derived() -> str:
    return (
        _(
            "Derived: planned amounts by year are the printed amounts spread by day over each line’s period, unless the lead had spread the line itself or the plan states the amounts per year."
        )
        + f" {planned_note()}"
    )


def _inferred(actions: Actions) -> str:
    inferred = sum(
        sum(involvement.inferred for involvement in action.involvements)
        + sum(promotion.inferred for promotion in action.promotions)
        for action in actions
    )
    sentence = ngettext(
        "Inferred: %(count)s role (coordinating or involved, promoter or partner) follows from the printed order, since the typography that told it is lost.",
        "Inferred: %(count)s roles (coordinating or involved, promoter or partner) follow from the printed order, since the typography that told them is lost.",
        inferred,
    )
    return sentence % {"count": inferred}


def _within(actions: Actions) -> str:
    within = [action.code for action in actions.reviewed_within()]
    if not within:
        return _("No report was reviewed within the submitting agency.")
    sentence = ngettext(
        "The report on %(count)s action was reviewed within the submitting agency: %(codes)s.",
        "The reports on %(count)s actions were reviewed within the submitting agency: %(codes)s.",
        len(within),
    )
    return sentence % {"count": len(within), "codes": ", ".join(within)}


def _taken_over(actions: Actions) -> str:
    taken_over = [action.code for action in actions.with_verdict_taken_over()]
    if not taken_over:
        return _("No verdict was taken over from the lead when several reports were accepted at once.")
    sentence = ngettext(
        "The verdict on %(count)s action was taken over from the lead when several reports were accepted at once: %(codes)s.",
        "The verdicts on %(count)s actions were taken over from the lead when several reports were accepted at once: %(codes)s.",
        len(taken_over),
    )
    return sentence % {"count": len(taken_over), "codes": ", ".join(taken_over)}


def _unassessed(actions: Actions) -> str:
    without = [action.code for action in actions.never_assessed()]
    if not without:
        return _("Every unfinished action was assessed.")
    sentence = ngettext(
        "%(count)s unfinished action was never assessed: %(codes)s.",
        "%(count)s unfinished actions were never assessed: %(codes)s.",
        len(without),
    )
    return sentence % {"count": len(without), "codes": ", ".join(without)}


def _limited(source: DocumentSource, actions: Actions) -> str:
    limited = [action.code for action in actions if action.pk in source.limited]
    if not limited:
        return _("No action is limited: all words are in this document.")
    words = {"count": len(limited), "codes": ", ".join(limited)}
    if source.is_internal:
        sentence = ngettext(
            "%(count)s action is limited: %(codes)s. This internal edition has the words about it.",
            "%(count)s actions are limited: %(codes)s. This internal edition has the words about them.",
            len(limited),
        )
    else:
        sentence = ngettext(
            "%(count)s action is limited: %(codes)s. What was reported about it in words is left out; its status, dates, milestones and money are here.",
            "%(count)s actions are limited: %(codes)s. What was reported about them in words is left out; their status, dates, milestones and money are here.",
            len(limited),
        )
    return sentence % words


def _how_to_check(source: DocumentSource) -> str:
    if source.snapshot is None:
        return _(
            "A preview has no hash: what it says can still change until the round closes. Do not send it as the report."
        )
    return _(
        "The figures come from the snapshot of the closed round, which is never altered. Its SHA-256 is %(hash)s. Whoever has the portal can download the snapshot with a verifier and compare."
    ) % {"hash": source.sha256}
