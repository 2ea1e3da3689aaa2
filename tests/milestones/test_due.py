"""What was due, on the pages: counted by minister and organisation, and why what is late is late."""

import datetime

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reports.contents import MilestoneRow
from actions.models import Action
from tests.factories import MilestoneFactory
from tests.page_list.entries import address as address_of
from tests.personas import ClientOf, SmallPlan
from tests.reading import part, read
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import FrozenRound
from tests.sent_forms import send

pytestmark = [pytest.mark.django_db, pytest.mark.full]
PLAN = "/2020-2024"


def rows_of(client: Client, address: str, part: str = "passed") -> list[str]:
    """What has passed and is still open, or what was due and was delivered."""
    page = read(client.get(f"{PLAN}/{address}"))
    (section,) = page.all("section", **{"aria-labelledby": part})
    return [row.text for rows in section.all("ul", class_="row-list") for row in rows.all("li")]


def test_what_is_late_is_counted_by_minister_and_lead_with_its_reason_for_who_may_read_it(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
    reader: User,
) -> None:
    ours, reviewed = (lead_organisation, contributor, noon(2022, 7, 5)), {"reviewer": coordinator}
    secret = MilestoneFactory(action=small_plan.limited, key="secret", terms__due=datetime.date(2022, 5, 31))
    late = {"expected_on": datetime.date(2022, 12, 1), "expected_why": "Sample veiled reason."}
    for action, milestone in [(small_plan.limited, secret), (small_plan.with_money, small_plan.milestone)]:
        rows = [MilestoneRow(milestone.pk, **late)]
        accepted_report(action, *ours, **reviewed, milestones=rows)
    address = "milestones/?on=2022-07-31"
    page = read(client_of(reader).get(f"{PLAN}/{address}"))
    sentence = "Up to and including 31 July 2022, 2 milestones and ends of actions were due: 2 not delivered."
    assert sentence in page.text
    hidden, shown = rows_of(client_of(reader), address)
    assert hidden.endswith("expected on 1 December 2022: Not shown to you: the action is limited.")
    assert shown == (
        "not delivered milestone 1.1 Milestone handbook due 30 June 2022 · "
        "expected on 1 December 2022: Sample veiled reason."
    )
    assert rows_of(client_of(coordinator), address)[0].endswith("Sample veiled reason.")
    of_minister = read(client_of(reader).get(f"{PLAN}/ministers/education/?on=2022-07-31"))
    passed = f"{PLAN}/coming/?minister=education&on=2022-07-31#passed"
    assert of_minister.links[passed] == "2 things have passed and are still open"
    (section,) = page.all("section", **{"aria-labelledby": "due"})
    by_minister, by_lead = (table.rows for table in section.all("table")[:2])
    for table in [by_minister, by_lead]:
        assert [row[1:] for row in table] == [["0", "0", "2", "0", "0"]] * 2, "one body, and all together"
    heads = [head.text for head in section.all("th", scope="col")]
    cells = [cell.attributes["data-label"] for cell in section.all("td")]
    assert cells == heads[1:6] * 4, "on a phone each count stands beside what it counts"
    # what is due on the day itself belongs to the period, and has not passed
    on_the_day = read(client_of(reader).get(f"{PLAN}/milestones/?on=2022-06-30"))
    that_day = part(on_the_day, "due")
    assert "1 not delivered 1 due on the last day, still open" in that_day
    assert "due on the last day, still open milestone 1.1" in that_day
    assert "1.1 Milestone" not in part(on_the_day, "passed")


def test_what_was_frozen_of_a_closed_round_stays(
    frozen: FrozenRound, viewer: Client, contributor: User, coordinator: User
) -> None:
    """1.1 reported its milestone achieved; later it is undone."""
    told = part(read(viewer.get(f"{PLAN}/milestones/?round=2022-06")), "due")
    assert "1 delivered on time" in told
    assert rows_of(viewer, "milestones/?round=2022-06", "due")[0].startswith(
        "delivered on time 1 May 2022 1.1 Milestone handbook"
    )
    row = MilestoneRow(frozen.small.milestone.pk, state="undone", undone_why="Sample: it was withdrawn.")
    action, lead = frozen.small.with_money, frozen.reports["1.1"].organisation
    accepted_report(action, lead, contributor, noon(2022, 9, 2), reviewer=coordinator, milestones=[row])
    assert part(read(viewer.get(f"{PLAN}/milestones/?round=2022-06")), "due") == told
    # from then on it counts as not achieved, and what changed tells it
    now = f"{PLAN}/milestones/?on=2022-09-30"
    assert "1.1 Milestone handbook" in part(read(viewer.get(now)), "passed")
    changed = read(viewer.get(f"{PLAN}/changes/?from=2022-06&on=2022-09-30")).text
    assert "achieved on 1 May 2022" in changed
    assert "undone" in changed
    assert "1 with a milestone undone" in changed
    for address in ["actions/1.1/", "milestones/"]:
        assert "Sample: it was withdrawn." in read(viewer.get(f"{PLAN}/{address}?on=2022-09-30")).text
    # the next report to the Government says why, but not of a limited action
    frozen.again(noon(2022, 9, 20), coordinator)
    report = address_of("government-report", PLAN.strip("/"), "2022-06")
    assert "undone: Sample: it was withdrawn." in read(viewer.get(report)).text
    Action.objects.filter(pk=action.pk).update(limited=True)
    assert "Sample: it was withdrawn." not in read(viewer.get(report)).text


def test_the_form_asks_for_the_proof_and_an_achieved_milestone_is_reported_undone_through_it(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    author: Client,
    coordinator: User,
) -> None:
    milestone, day = small_plan.milestone, datetime.date(2022, 3, 1)
    milestone.terms.update(proof="Report to the Platform", proof_nl="Verslag aan het Platform")
    rows = [MilestoneRow(milestone.pk, None, "achieved", day, source="Sample.")]
    ours = (small_plan.with_money, lead_organisation, contributor)
    accepted_report(*ours, noon(2022, 3, 5), reviewer=coordinator, milestones=rows)
    form = f"{PLAN}/actions/1.1/report/{lead_organisation.key}/"
    assert "Verslag aan het Platform" in read(author.get(form, headers={"accept-language": "nl"})).text
    name = f"milestone-{milestone.pk}"
    page = author.get(form)
    said = {f"{name}-state": "open", "done": "Sample."}
    checks = send(author, page, f"{form}save-and-check/", **said)
    assert "was achieved" in author.get(checks.url).content.decode()
    why = {f"{name}-state": "undone", f"{name}-undone_why": "Sample: found to be wrong."}
    send(author, author.get(form), f"{form}save-and-check/", **why)
    shown = author.get(f"{form}checks/")
    assert "Sample: found to be wrong." in shown.content.decode()
    assert "proof: Report to the Platform" in shown.content.decode()
    send(author, shown, f"{form}submit/")
    row = small_plan.with_money.reports.get(state="submitted").milestones.get()
    assert (row.state, row.achieved_on, row.undone_why) == ("undone", None, "Sample: found to be wrong.")
