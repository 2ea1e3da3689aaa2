"""Addresses that read like the plan: `/2020-2024/actions/3.12/`."""

from django.urls import include, path, register_converter

from .getters import ActionCode, PlanCode, RoundCode
from .home import urls as home_urls
from .people import urls as people_urls

register_converter(PlanCode, "plan")
register_converter(ActionCode, "code")
register_converter(RoundCode, "round")

of_a_plan = [
    path("", include(home_urls.of_a_plan)),
    path("", include("actionplan.pages.overview.urls")),
    path("", include("actionplan.pages.search.urls")),
    path("", include("actionplan.pages.action.urls")),
    path("", include("actionplan.pages.actions.urls")),
    path("", include("actionplan.pages.milestones.urls")),
    path("", include("actionplan.pages.coming.urls")),
    path("", include("actionplan.pages.quality.urls")),
    path("", include("actionplan.pages.carriers.urls")),
    path("", include("actionplan.pages.changes.urls")),
    path("", include("actionplan.pages.documents.urls")),
    path("", include("actionplan.pages.budget.urls")),
    path("", include("actionplan.pages.receipts.urls")),
    path("", include("actionplan.pages.rounds.urls")),
    path("", include("actionplan.pages.timeline.urls")),
    path("", include("actionplan.pages.trend.urls")),
    path("", include("actionplan.pages.sheet.urls")),
    path("", include(people_urls.of_a_plan)),
    path("", include("actionplan.pages.report.urls")),
    path("", include("actionplan.pages.evidence.urls")),
    path("", include("actionplan.pages.review.urls")),
    path("", include("actionplan.pages.amendments.urls")),
    path("", include("actionplan.pages.questions.urls")),
    path("", include("actionplan.pages.recommendations.urls")),
]

urlpatterns = [
    path("", include("actionplan.pages.home.urls")),
    path("", include("actionplan.pages.reminders.urls")),
    path("", include("actionplan.pages.people.urls")),
    path("", include("actionplan.pages.styleguide.urls")),
    path("", include("actionplan.pages.help.urls")),
    path("plans/government/", include("actionplan.pages.government.urls")),
    path("plans/", include("actionplan.pages.plans.urls")),
    path("systems/", include("actionplan.pages.systems.urls")),
    path("api/v1/", include("actionplan.pages.api.urls")),
    path("<plan:plan_code>/", include(of_a_plan)),
]
