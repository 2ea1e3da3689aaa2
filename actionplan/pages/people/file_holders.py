"""File holders of an organisation: its actions of the plan with holder and deputy, one form, one save."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.organisations.models import Organisation
from actionplan.pages.getters import organisation_or_404, plan_or_404, refuse_unless
from actionplan.pages.tokens import acted, form_page, sent_to
from actionplan.reporting.rules import FilesInPlan
from actionplan.reports.file_holders import Holders, holders_of, name_file_holders, version_of
from actions.models import Action, Lead
from objectives.models import Plan

from .forms import FileHoldersForm


@dataclass(frozen=True)
class FileRow:
    """One action with its two fields, and who is saved if the form says somebody else."""

    action: Action
    holder: forms.BoundField
    deputy: forms.BoundField
    saved: str


@dataclass
class FilesOfOrganisation:
    """The files of an organisation in a plan, for a contact point."""

    request: PortalRequest
    plan: Plan
    organisation: Organisation

    @cached_property
    def actions(self) -> list[Action]:
        rows = Action.objects.of_plan(self.plan, self.today).involving([self.organisation.pk], self.today)
        own_leads = Lead.objects.in_force(self.today).filter(organisation=self.organisation)
        is_led = Exists(own_leads.filter(action=OuterRef("pk")))
        return list(rows.with_terms(self.today).annotate(is_led=is_led))

    @property
    def today(self) -> datetime.date:
        return day_of(self.request.now)

    @cached_property
    def named(self) -> dict[int, Holders]:
        return holders_of(self.organisation, self.plan)

    @cached_property
    def people(self) -> dict[int, User]:
        return {row.pk: row for row in User.objects.contributors_of(self.organisation, self.plan, self.today)}

    @cached_property
    def gone(self) -> dict[int, User]:
        """People who are named and no longer report for the organisation."""
        keys = {key for holders in self.named.values() for key in holders if key is not None}
        missing = keys - set(self.people)
        return {row.pk: row for row in User.objects.filter(pk__in=missing)} if missing else {}

    def form(self, data: Any = None) -> FileHoldersForm:
        return FileHoldersForm(
            data,
            actions=self.actions,
            people=self.people,
            gone=self.gone,
            named=self.named,
            initial={"opened_on": version_of(self.named)},
        )

    def context(self, form: FileHoldersForm, *, compare: bool = False) -> dict[str, Any]:
        """What the page shows; with `compare`, who is saved now where the form says somebody else.

        Only a form shown with that comparison may overwrite it: an invalid form comes back as opened.
        """
        still_as_opened = form.is_bound and not compare
        return {
            "plan": self.plan,
            "organisation": self.organisation,
            "form": form,
            "rows": [self._row(form, action, compare) for action in self.actions],
            "opened_on": form.data.get("opened_on", "") if still_as_opened else version_of(self.named),
            "breadcrumbs": [(_("My actions"), reverse("my-actions", args=[self.plan.code]))],
        }

    def _row(self, form: FileHoldersForm, action: Action, compare: bool) -> FileRow:
        saved = self.named.get(action.pk, Holders())
        differs = compare and form.holders()[action.pk] != saved
        names = ", ".join(str({**self.people, **self.gone}[key]) for key in saved if key is not None)
        return FileRow(
            action,
            form[f"holder-{action.pk}"],
            form[f"deputy-{action.pk}"],
            (names or _("nobody")) if differs else "",
        )


def files_of(request: PortalRequest, plan_code: str, key: str) -> FilesOfOrganisation:
    """The files in the address, for a contact point of the organisation; others are refused."""
    plan = plan_or_404(request, plan_code)
    organisation = organisation_or_404(key)
    refuse_unless(request, "reporting.name_file_holders", FilesInPlan(plan, organisation))
    return FilesOfOrganisation(request, plan, organisation)


@form_page
def file_holders(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """Saves all of them; what somebody else named in between is shown beside what was chosen."""
    files = files_of(request, plan_code, key)
    form = files.form(sent_to(request))

    def act() -> None:
        name_file_holders(
            plan=files.plan,
            organisation=files.organisation,
            holders=form.holders(),
            by=request.user,
            at=request.now,
            opened_on=form.cleaned_data["opened_on"],
        )

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        return FilesOfOrganisation(request, files.plan, files.organisation).context(form, compare=True)

    return acted(
        request,
        "people/file_holders.html",
        lambda: files.context(form),
        act,
        to=reverse("file-holders", args=[plan_code, key]),
        form=form,
        done=_("Who writes is saved."),
        conflict=conflict,
    )
