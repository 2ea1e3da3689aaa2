"""Points of attention that follow from the plan's days alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.personas import SmallPlan
from tests.reading import part, read

pytestmark = pytest.mark.django_db


def test_an_action_that_should_have_started_says_so(
    client_of: Callable[[User], Client], small_plan: SmallPlan, reader: User
) -> None:
    page = read(client_of(reader).get("/2020-2024/?on=2022-06-15"))
    assert (
        "The planned start, 1 January 2021, passed: no report that counts here says that it started."
        in part(page, "attention")
    )
    [link] = [
        one for one in page.all("ul", class_="reasons")[0].all("a") if one.text == "4 should have started"
    ]
    assert "attention=late_start" in link.attributes["href"]
