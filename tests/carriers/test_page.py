"""Who carries what: each action once, with the worst verdict, and the way to the list."""

import datetime

from actionplan.accounts.models import User
from tests.actions.action_pages import LeadSays
from tests.actions.lists_of_counts import counts_of, found_at
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import noon


def test_each_count_leads_to_its_list_and_says_the_worst_verdict(
    small_plan: SmallPlan, lead_says: LeadSays, client_of: ClientOf, reader: User
) -> None:
    forecast = datetime.date(2023, 6, 30)
    lead_says.accepted(small_plan.joint, noon(2022, 5, 1), verdict="off_track", forecast_end=forecast)
    page = read(client_of(reader).get("/2020-2024/carriers/?on=2022-06-15"))
    areas, ministers = page.all("table")
    assert areas.rows[0] == ["OV – Policy area OV", "2 off track", "1 never assessed", "3 off track"]
    assert ministers.rows[-1][0] == "none"
    counts = counts_of(page)
    assert {url: len(found_at(url, reader)) for url in counts} == counts
    assert page.links["/2020-2024/?on=2022-06-15"] == "Overview"
