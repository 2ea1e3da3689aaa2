"""What the pages of recommendations show: the list with its counts, and one with all that was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.documents.recommendations import recommendation_columns
from actionplan.pages.choices import with_query
from actionplan.pages.getters import unknown_words
from actionplan.reporting.models import Recommendation
from actionplan.reporting.models.recommendations import RECOMMENDATION_TEXTS
from actionplan.reporting.states import RecommendationState
from actionplan.reports.recommendations import FACT_NAMES, facts_of
from objectives.models import Plan


@dataclass(frozen=True)
class AskedRecommendations:
    """Those of the plan as they stand, and the state that the address asks for with `?state=`; three queries."""

    rows: list[Recommendation]
    state: str

    @classmethod
    def of(cls, request: PortalRequest, plan: Plan) -> AskedRecommendations:
        rows = Recommendation.objects.of_plan(plan).at(request.now).with_subjects()
        return cls(list(rows), request.GET.get("state", ""))

    @property
    def chosen(self) -> list[Recommendation]:
        return [row for row in self.rows if self.state in ("", row.state)]

    @property
    def complaint(self) -> str:
        is_known = self.state in ("", *RecommendationState.values)
        return "" if is_known else unknown_words([("", self.state)])

    def as_table(self) -> Iterator[list[Any]]:
        """The columns of the report to the Government."""
        columns = recommendation_columns()
        yield [column.label for column in columns]
        for row in self.chosen:
            yield [value_of(row) for value_of in columns.values()]


def list_page(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    """The list, or with `?state=` those in that state; four queries."""
    asked = AskedRecommendations.of(request, plan)
    rows, state = asked.rows, asked.state
    return {
        "plan": plan,
        "rows": asked.chosen,
        "total": len(rows),
        "counts": _counts(plan, rows, state),
        "state": state,
        "complaint": asked.complaint,
        "query": urlencode({"state": state} if state else {}),
        "may_keep": request.user.has_perm("reporting.keep_recommendations", plan),
        "breadcrumbs": [(_("Overview"), reverse("overview", args=[plan.code]))],
    }


def _counts(plan: Plan, rows: Iterable[Recommendation], chosen: str) -> list[dict[str, Any]]:
    counted, address = Counter(row.state for row in rows), reverse("recommendations", args=[plan.code])
    return [
        {
            "label": state.label,
            "count": counted[state],
            "url": with_query(address, {"state": state.value}),
            "is_chosen": state == chosen,
        }
        for state in RecommendationState
        if counted[state]
    ]


def recommendation_page(request: PortalRequest, plan: Plan, versions: list[Recommendation]) -> dict[str, Any]:
    """`versions` are all of one recommendation, the newest first."""
    return {
        "plan": plan,
        "recommendation": versions[0],
        "versions": [
            (version, _changed(version, before))
            for version, before in zip(versions, [*versions[1:], None], strict=True)
        ],
        "may_keep": request.user.has_perm("reporting.keep_recommendations", plan),
        "breadcrumbs": breadcrumbs(plan),
    }


def breadcrumbs(plan: Plan) -> list[tuple[str, str]]:
    return [
        (_("Overview"), reverse("overview", args=[plan.code])),
        (_("Recommendations"), reverse("recommendations", args=[plan.code])),
    ]


def _changed(version: Recommendation, before: Recommendation | None) -> list[str]:
    """The names of what the version changed; none of the first, nor of texts that were removed by law."""
    if before is None:
        return []
    now, then = facts_of(version), facts_of(before)
    unknown = RECOMMENDATION_TEXTS if version.is_removed or before.is_removed else []
    labels = {field.name: str(field.verbose_name) for field in Recommendation._meta.fields}
    labels |= {"objectives": _("objectives"), "actions": _("actions")}
    return [
        labels[name]
        for name in FACT_NAMES
        if name not in unknown and getattr(now, name) != getattr(then, name)
    ]
