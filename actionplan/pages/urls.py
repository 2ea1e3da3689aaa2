"""Addresses that read like the plan: `/2020-2024/actions/3.12/`."""

from django.urls import include, path

from actionplan.portal import urls  # noqa: F401  (registers the converters)

of_a_plan = [
    path("", include("actionplan.pages.overview.urls")),
    path("", include("actionplan.pages.action.urls")),
    path("", include("actionplan.pages.actions.urls")),
    path("", include("actionplan.pages.milestones.urls")),
    path("", include("actionplan.pages.quality.urls")),
    path("", include("actionplan.pages.changes.urls")),
    path("", include("actionplan.pages.documents.urls")),
    path("", include("actionplan.pages.budget.urls")),
    path("", include("actionplan.pages.receipts.urls")),
    path("", include("actionplan.pages.rounds.urls")),
    path("", include("actionplan.pages.timeline.urls")),
    path("", include("actionplan.pages.trend.urls")),
]

urlpatterns = [path("<plan:plan_code>/", include(of_a_plan))]
