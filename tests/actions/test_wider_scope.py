"""The switch “also as partner or involved”: what a dashboard says of it, where it is about something and where it is not."""

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.actions.lists_of_counts import choices_at
from tests.personas import SmallPlan
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.full]
DAY = "on=2022-12-31"
OVERLAP = "figures of several parts made this way overlap"
NOTHING = "“also as partner or involved” changes nothing here"


PARTS = {
    "organisation=kbbj_abb": True,
    "minister=education&objective=1": True,
    "policy_area=WVG": True,
    "policy_area=none": False,
    "objective=1": False,
    "": False,
}


def test_the_switch_says_what_it_does(small_plan: SmallPlan, viewer: Client, reader: User) -> None:

    def said(page: str, query: str) -> tuple[bool, bool]:
        text = read(viewer.get(f"/2020-2024/{page}?{DAY}&{query}")).text
        return OVERLAP in text, NOTHING in text

    for part, is_wider in PARTS.items():
        scope = choices_at(f"/2020-2024/?{DAY}&{part}&also=on", reader).scope
        assert scope.is_wider == is_wider, part
    for page in ["", "budget/", "milestones/", "timeline/"]:
        assert said(page, "organisation=kbbj_abb&also=on") == (True, False), page
        assert said(page, "objective=1&also=on") == (False, True), page
    assert said("", "organisation=kbbj_abb") == (False, False), "without the switch"
