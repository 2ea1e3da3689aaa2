"""Points of attention, each with every reason that put it there."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.picture.actions import Actions
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.picture.sentences import reasons_in_words

from .actions import lead_in_words
from .content import Block, Columns, Paragraph, Section, TableColumn, note, table_of


def attention_section(picture: Picture, actions: Actions) -> Section:
    found = actions.worst_first()
    if not found:
        return Section(_("Points of attention"), [Paragraph(_("There are no points of attention."))])

    def why(action: ActionPicture) -> str:
        return " ".join(reason.sentence for reason in reasons_in_words(action))

    columns: Columns = {
        TableColumn(_("Action"), 4): str,
        TableColumn(_("Lead"), 3): lambda action: lead_in_words(action, picture) or _("none"),
        TableColumn(_("Why"), 6): why,
    }
    sentence = ngettext(
        "%(count)s action needs attention; the worst reason comes first.",
        "%(count)s actions need attention; the worst reason comes first.",
        len(found),
    )
    explained = _(
        "The reasons follow from what is reported, computed and assessed; nobody chose these actions."
    )
    table = table_of(found, columns, _("Points of attention with their reasons"), _("Points of attention"))
    blocks: list[Block] = [Paragraph(sentence % {"count": len(found)}), table, note(explained)]
    return Section(_("Points of attention"), blocks, on_new_page=True)
