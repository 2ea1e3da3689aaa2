"""Addresses that read like the plan: `/2020-2024/actions/3.12/`."""

from django.urls import include, path, register_converter

from . import people_urls
from .converters import ActionCode, PlanCode
from .views import home

register_converter(PlanCode, "plan")
register_converter(ActionCode, "code")

of_a_plan = [
    path("", include("actionplan.portal.sheet_urls")),
    path("", include(people_urls.of_a_plan)),
    path("", include("actionplan.portal.report_urls")),
    path("", include("actionplan.portal.amendment_urls")),
    path("", include("actionplan.portal.question_urls")),
    path("", include("actionplan.portal.round_urls")),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("actionplan.portal.people_urls")),
    path("<plan:plan_code>/", include(of_a_plan)),
]
