"""How far away a due day is, in words."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting


def until_words(due: datetime.date, today: datetime.date) -> str:
    """The day is inclusive: due in 4 days, due tomorrow, overdue by 3 days."""
    days = (due - today).days
    if days < 0:
        late = ngettext("overdue by %(days)s day", "overdue by %(days)s days", -days)
        return late % {"days": formatting.number(-days)}
    if days == 0:
        return _("due today")
    return ngettext("due tomorrow", "due in %(days)s days", days) % {"days": formatting.number(days)}


def distance_words(due: datetime.date, today: datetime.date) -> str:
    """The same behind a day: in 4 days."""
    days = (due - today).days
    if days < 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": formatting.number(-days)}
    if days == 0:
        return _("today")
    return ngettext("tomorrow", "in %(days)s days", days) % {"days": formatting.number(days)}
