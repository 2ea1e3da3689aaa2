"""Points of attention, each with all its reasons."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.picture.actions import Actions
from actionplan.picture.picture import ActionPicture
from actionplan.picture.reasons import reasons_in_words
from actionplan.picture.words import LIMITED_LEFT_OUT
from actionplan.reporting.states import attention_label

from .action_sheet import lead_in_words
from .content import Block, Columns, Paragraph, Section, TableColumn, note, table_of
from .source import DocumentSource


def attention_section(source: DocumentSource, actions: Actions, *, has_words: bool = True) -> Section:
    """`has_words`: whether the document has reported texts, and so the obstacles too."""
    picture, flagged = source.picture, actions.worst_first()
    waiting = _waiting(actions)
    if not flagged:
        none = Paragraph(_("There are no points of attention."))
        return Section(_("Points of attention"), [none, *waiting])

    words = source.words if has_words else {}

    def why(action: ActionPicture) -> str:
        return " ".join(
            reason.sentence for reason in reasons_in_words(action, words, picture, LIMITED_LEFT_OUT)
        )

    columns: Columns = {
        TableColumn(_("Action"), 5): str,
        TableColumn(_("Lead"), 3): lambda action: lead_in_words(action, picture) or _("none"),
        TableColumn(_("Why"), 8): why,
    }
    explained = _(
        "The reasons follow from what is reported, computed and assessed; nobody chose these actions."
    )
    table = table_of(flagged, columns, _("Points of attention with their reasons"), _("Points of attention"))
    blocks: list[Block] = [
        Paragraph(attention_sentence(flagged)),
        *waiting,
        table,
        note(explained),
    ]
    return Section(_("Points of attention"), blocks, on_new_page=True)


def attention_sentence(flagged: Actions) -> str:
    """How many actions need attention and why, the worst first; each counts under its gravest reason."""
    sentence = ngettext(
        "%(count)s action is a point of attention, counted under its gravest reason: %(reasons)s.",
        "%(count)s actions are points of attention, each counted once, under its gravest reason: %(reasons)s.",
        len(flagged),
    )
    reasons = "; ".join(
        f"{count} {attention_label(code, count)}" for code, count in flagged.by_gravest_reason().items()
    )
    return sentence % {"count": len(flagged), "reasons": reasons}


def _waiting(actions: Actions) -> list[Block]:
    """A sentence on the actions with a newer report to review, which does not count yet."""
    codes = [action.code for action in actions.with_newer_report()]
    if not codes:
        return []
    sentence = ngettext(
        "%(count)s action has a newer report to review: %(codes)s.",
        "%(count)s actions have a newer report to review: %(codes)s.",
        len(codes),
    )
    return [Paragraph(sentence % {"count": len(codes), "codes": ", ".join(codes)})]
