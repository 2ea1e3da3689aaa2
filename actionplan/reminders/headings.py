"""What a mail says above the duties of one kind, with how many there are."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import ngettext

from .states import Kind


def heading(kind: Kind, count: int) -> str:
    return HEADINGS[kind](count) % {"count": count}


HEADINGS: dict[Kind, Callable[[int], str]] = {
    Kind.RETURNED: lambda count: ngettext(
        "%(count)s report was returned with a remark",
        "%(count)s reports were returned with a remark",
        count,
    ),
    Kind.HAND_IN: lambda count: ngettext(
        "%(count)s report to hand in", "%(count)s reports to hand in", count
    ),
    Kind.QUESTION: lambda count: ngettext(
        "%(count)s question of the Platform to answer",
        "%(count)s questions of the Platform to answer",
        count,
    ),
    Kind.INVITED: lambda count: ngettext(
        "you are invited to add your part to %(count)s action",
        "you are invited to add your part to %(count)s actions",
        count,
    ),
    Kind.VALIDATION: lambda count: ngettext(
        "%(count)s minister to answer for", "%(count)s ministers to answer for", count
    ),
    Kind.REVIEW: lambda count: ngettext(
        "%(count)s report has waited for review for 5 days or more",
        "%(count)s reports have waited for review for 5 days or more",
        count,
    ),
    Kind.EXTENSION_ASKED: lambda count: ngettext(
        "%(count)s extension was asked for", "%(count)s extensions were asked for", count
    ),
    Kind.EXTENSION_ANSWERED: lambda count: ngettext(
        "%(count)s answer about an extension", "%(count)s answers about an extension", count
    ),
    Kind.ACCEPTED: lambda count: ngettext(
        "%(count)s report was accepted", "%(count)s reports were accepted", count
    ),
    Kind.CLOSED: lambda count: ngettext("%(count)s round was closed", "%(count)s rounds were closed", count),
}
