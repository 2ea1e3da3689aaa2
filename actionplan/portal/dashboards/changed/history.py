"""What changed on one action, as a history: for each report that came to count, and each amendment of the plan, field by field."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.base.brussels import day_of, start_of
from actionplan.portal.moments import Asked
from actionplan.reporting.models import Standing
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import sees_words
from actions.models import Action

from .comparing import changes_between
from .details import amendments_of, are_contributions, marked, new_reports, period_of
from .facts import Facts, Said
from .live_rows import Rows, documents_at, instant, read_live
from .of_documents import facts_of
from .renames import IN_PLACE, Renames
from .sides import Side
from .wording import rows_in_words

PAGE_SIZE = 20
OF_THE_PLAN = ["action", "phases", "milestones", "budget_lines", "involvements", "promotions", "leads"]
OF_THE_LEAD = ["spreads"]
BEGINNING = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Entry:
    """What one instant changed: a report that counts from then on, or no longer; a day from which the plan says otherwise."""

    when: datetime.datetime
    is_amendment: bool
    is_spread: bool
    """Nothing of the plan but how a line is spread over the years."""
    rows: list[Any]
    said: list[Said]
    amendments: list[Any]

    @property
    def only_contributions(self) -> bool:
        return are_contributions(self.said)

    @property
    def heading(self) -> str:
        """What happened at the instant."""
        if self.is_spread:
            return _("the lead changed how a budget line is spread over the years")
        if self.is_amendment:
            return _("the plan was amended")
        if not self.said:
            return _("a report no longer counts")
        reviewed = any(one.reviewed_at == self.when for one in self.said)
        if self.only_contributions:
            return _("contribution accepted") if reviewed else _("contribution submitted")
        return _("report accepted") if reviewed else _("report submitted")


class History:
    """Everything that was said of one action by the moment, read in two queries, and compared from instant to instant."""

    def __init__(self, action: Action, moment: Moment, user: Any) -> None:
        self.action, self.moment, self.user = action, moment, user
        standings = Standing.objects.on_basis(moment.basis).filter(action=action, since__lte=moment.known_at)
        self.rows: Rows = read_live([action.pk], standings)[action.pk]
        ever = Side(Moment(BEGINNING, BEGINNING.date(), moment.basis))
        self.renames = Renames.between(ever, Side(moment), action.plan, action.pk)
        self.may_read = bool(sees_words(user, action))

    def instants(self) -> list[datetime.datetime]:
        """At which something may have changed, the newest first."""
        of_the_plan = [*self._of_the_plan(), *self._in_force(OF_THE_LEAD)]
        found = {one for one in [*self._of_reports(), *of_the_plan] if one <= self.moment.known_at}
        return sorted(found, reverse=True)

    def _of_reports(self) -> Iterator[datetime.datetime]:
        for row in self.rows.get("standings", []):
            yield from filter(None, [instant(row["since"]), instant(row["until"])])
        for row in self.rows.get("reports", []):
            if reviewed := instant(row["reviewed_at"]):
                yield reviewed

    def _of_the_plan(self) -> Iterator[datetime.datetime]:
        yield from self._in_force(OF_THE_PLAN)
        for event in self.renames.events.get(self.action.pk, []):
            if IN_PLACE & set(event.before):
                yield event.at

    def _in_force(self, tables: list[str]) -> Iterator[datetime.datetime]:
        """From when rows of these tables are in force, and until when."""
        for table in tables:
            for row in self.rows.get(table, []):
                for name in ["in_force_from", "in_force_until"]:
                    if row[name]:
                        yield start_of(datetime.date.fromisoformat(row[name]))

    def facts_at(self, at: datetime.datetime) -> Facts:
        documents = documents_at(self.rows, Moment(at, day_of(at), self.moment.basis))
        return self.renames.facts(facts_of(documents, period_of(self.action.plan)), self.action.pk, at)

    def entry(self, at: datetime.datetime) -> Entry | None:
        """What the instant changed; None where nothing that is compared did, and nobody said anything."""
        before, after = self.facts_at(at - datetime.timedelta(microseconds=1)), self.facts_at(at)
        changes, said = changes_between(before, after), new_reports(before, after)
        if not changes and not said:
            return None
        events = [event for event in self.renames.events.get(self.action.pk, []) if event.at == at]
        amended, spread = at in set(self._of_the_plan()), at in set(self._in_force(OF_THE_LEAD))
        return Entry(
            at,
            not said and (amended or spread),
            not said and spread and not amended,
            marked(rows_in_words(changes, after, may_read=self.may_read)),
            said,
            amendments_of(events, self.action, self.user),
        )


def history_page(request: HttpRequest, action: Action, asked: Asked) -> dict[str, Any]:
    """The context of the page: a number of queries that does not grow with the history."""
    history = History(action, asked.moment, request.user)
    entries = [entry for at in history.instants() if (entry := history.entry(at))]
    plan, kept = action.plan, asked.query_string
    objective = reverse("objective", args=[plan.code, action.objective.number])
    return {
        "plan": plan,
        "action": action,
        "asked": asked,
        "may_read": history.may_read,
        "page_obj": Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page")),
        "trail": [
            (_("Actions"), reverse("action-list", args=[plan.code]) + kept),
            (str(action.objective), objective + kept),
            (str(action), reverse("action", args=[plan.code, action.code]) + kept),
        ],
    }
