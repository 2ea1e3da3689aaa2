"""Addresses that read like the plan: `/2020-2024/actions/3.12/`."""

from django.urls import include, path

from actionplan.portal import urls  # noqa: F401  (registers the converters)

of_a_plan = [
    path("", include("actionplan.pages.action.urls")),
    path("", include("actionplan.pages.actions.urls")),
    path("", include("actionplan.pages.timeline.urls")),
    path("", include("actionplan.pages.trend.urls")),
]

urlpatterns = [path("<plan:plan_code>/", include(of_a_plan))]
