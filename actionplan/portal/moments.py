"""The moment and the basis that a page's address asks for, and the sentence that says so."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format, get_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actionplan.reporting.moments import Moment, NotADay
from actionplan.reporting.rules import owns_action
from actionplan.reporting.states import Basis
from actions.models import Action
from objectives.models import Plan


@dataclass(frozen=True)
class Asked:
    """What was asked, what is shown, and a complaint when they differ."""

    moment: Moment
    complaint: str = ""
    may_switch_basis: bool = False
    kept: tuple[tuple[str, str], ...] = ()
    """What the address says besides day and page, for the form that asks for another day."""

    @property
    def basis(self) -> str:
        return self.moment.basis

    @property
    def known(self) -> str:
        """The day known at and reckoned on, in words."""
        if self.moment.is_now:
            return _("today")
        return date_format(self.moment.asked_day)

    @property
    def reckoned_on_the_last_day(self) -> bool:
        """Now, and the plan has ended: the schedule is reckoned on its last day."""
        return self.moment.is_now and self.moment.reckoned_on < self.moment.plan_day

    @cached_property
    def query(self) -> dict[str, Any]:
        """The part of a link that keeps the moment and the basis."""
        kept = {"on": self.moment.asked_day.isoformat()} if self.moment.asked_day else {}
        return {**kept, "basis": self.basis} if self.may_switch_basis else kept

    @property
    def query_dict(self) -> QueryDict:
        """`query` for the template tag that adds to an address."""
        return QueryDict(urlencode(self.query))

    @cached_property
    def query_string(self) -> str:
        """`query` as it stands behind an address; empty when there is nothing to keep."""
        return f"?{urlencode(self.query)}" if self.query else ""

    @property
    def other_basis(self) -> str:
        return Basis.ACCEPTED if self.basis == Basis.REPORTED else Basis.REPORTED


def typed_day(text: str) -> str:
    """A day as addresses write it, however it was typed; anything else as it is."""
    for written in get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.datetime.strptime(text, written).date().isoformat()
        except ValueError:
            continue
    return text


def asked_of(request: HttpRequest, plan: Plan, action: Action | None = None) -> Asked:
    """What the address asks for, as far as this person may see it.

    Accepted for everybody; coordinators and auditors can switch, and coordinators start on reported. On the
    page of one action its own organisations can switch too, and start on reported. A day that is malformed
    or in the future: a sentence, and now is shown.
    """
    user = request.user
    own = action is not None and owns_action(user, action)
    may_switch = own or user.has_perm("reporting.switch_basis", plan)
    starts_reported = own or user.has_perm("reporting.review", plan)
    basis = request.GET.get("basis", "")
    if not may_switch or basis not in Basis.values:
        basis = Basis.REPORTED if starts_reported else Basis.ACCEPTED
    text = typed_day(request.GET.get("on", "").strip())
    kept = tuple((name, value) for name, value in request.GET.items() if name not in ("on", "page") and value)
    try:
        moment = Moment.asked(text, request.now, plan, basis)
        return Asked(moment, may_switch_basis=may_switch, kept=kept)
    except NotADay:
        complaint = _("“%(text)s” is not a day that has come. What is known today is shown.") % {
            "text": text[:40]
        }
        return Asked(Moment.latest(request.now, plan, basis), complaint, may_switch, kept)
