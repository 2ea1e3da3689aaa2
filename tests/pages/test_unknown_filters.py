"""What an address asks and no page knows is said, and nothing is shown rather than everything."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.addresses import dashboards
from tests.personas import SmallPlan
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.full]
PAGES = [*dashboards(), "action-list", "status-receipt", "money-receipt"]


def test_every_page_with_filters_says_what_it_does_not_know(viewer: Client, small_plan: SmallPlan) -> None:
    for name in PAGES:
        url = reverse(name, args=[small_plan.plan.code])
        for query, said in {
            "minister=nobody": "Not known here: Minister “nobody”.",
            "colour=red": "Not known here: “colour”.",
        }.items():
            response = viewer.get(f"{url}?{query}&on=2022-06-30")
            assert response.status_code == 200, name
            page = read(response)
            assert f"{said} That is why nothing is shown." in page.text, name
            assert small_plan.with_money.title not in page.text, name
            if name != "action-list":
                assert page.links[f"{url}?on=2022-06-30"] in (
                    "the whole plan",
                    "show everything that changed",
                )
        assert "Not known here" not in read(viewer.get(url)).text, name
