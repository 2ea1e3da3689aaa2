"""The moment and the basis that a page's address asks for, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplan.reporting.moments import Moment, NotADay
from actionplan.reporting.states import Basis
from objectives.models import Plan


@dataclass(frozen=True)
class Asked:
    """What was asked, what is shown, and a complaint when they differ."""

    moment: Moment
    complaint: str = ""
    may_switch_basis: bool = False

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

    @property
    def query(self) -> dict[str, Any]:
        """The part of a link that keeps the moment and the basis."""
        kept = {"on": self.moment.asked_day.isoformat()} if self.moment.asked_day else {}
        return {**kept, "basis": self.basis} if self.may_switch_basis else kept

    @property
    def other_basis(self) -> str:
        return Basis.ACCEPTED if self.basis == Basis.REPORTED else Basis.REPORTED


def basis_of(request: HttpRequest) -> str:
    """Accepted for everybody; coordinators and auditors can switch, and coordinators start on reported."""
    user = request.user
    if not user.has_perm("reporting.switch_basis"):
        return Basis.ACCEPTED
    asked = request.GET.get("basis", "")
    if asked in Basis.values:
        return asked
    return Basis.REPORTED if user.has_perm("reporting.review") else Basis.ACCEPTED


def asked_of(request: HttpRequest, plan: Plan) -> Asked:
    """A day that is malformed or in the future: a sentence, and now is shown."""
    basis = basis_of(request)
    may_switch = request.user.has_perm("reporting.switch_basis")
    text = request.GET.get("on", "").strip()
    try:
        return Asked(Moment.asked(text, request.now, plan, basis), may_switch_basis=may_switch)
    except NotADay:
        complaint = _("“%(text)s” is not a day that has come. What is known today is shown.") % {
            "text": text[:40]
        }
        return Asked(Moment.now(request.now, plan, basis), complaint, may_switch_basis=may_switch)
