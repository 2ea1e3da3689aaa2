"""The pages of an objective, a minister and an organisation: their actions, counted once, as they stood on the day."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from actions.states import MinisterRole
from objectives.models import Objective
from tests.factories import MinisterFactory, MinisterInvolvementFactory, ObjectiveFactory, ThemeFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, hand_in, noon

PAGES = ["objectives/1", "ministers/education", "organisations/ov"]


@pytest.fixture
def show(client_of: ClientOf, reader: User, small_plan: SmallPlan) -> Callable[..., Element]:
    """`show("objectives/1", on="2022-06-15")` is the page as the reader sees it."""
    client = client_of(reader)

    def page(path: str, language: str = "en", **query: str) -> Element:
        return read(client.get(f"/2020-2024/{path}/", query, headers={"accept-language": language}))

    return page


def lists(page: Element) -> list[list[str]]:
    """The codes of each list of actions."""
    return [rows.codes for rows in page.all("ul", class_="row-list")]


def test_an_objective_shows_its_actions_under_their_themes(
    show: Callable[..., Element], small_plan: SmallPlan
) -> None:
    theme = ThemeFactory(objective=small_plan.objectives[1], title="Exchanging information")
    Action.objects.filter(pk=small_plan.elsewhere.pk).update(theme=theme)
    page = show("objectives/2")
    assert lists(page) == [["2.1"], ["2.2"]]
    assert [element.text for element in page.all("h2")] == ["Actions", "Exchanging information"]
    assert "Objective number 2" in page.all("h1")[0].text
    ObjectiveFactory(plan=small_plan.plan, number=3)
    assert "This objective had no actions on this day." in show("objectives/3").text


def test_a_minister_s_actions_count_once_and_the_others_stand_apart(
    show: Callable[..., Element], small_plan: SmallPlan, minister: Minister
) -> None:
    MinisterInvolvementFactory(
        action=small_plan.elsewhere, minister=minister, role=MinisterRole.INVOLVED, order=2
    )
    page = show("ministers/education")
    own, *_of_what_is_due, others = lists(page)
    assert (own, others) == (["1.1", "1.2", "2.1"], ["2.2"])
    assert "Also involved in" in page.text
    assert "Minister for Education" in page.all("h1")[0].text
    MinisterFactory(key="finance", title="Minister for Finance")
    assert "This minister coordinates no action first." in show("ministers/finance").text


def test_an_organisation_s_actions_are_those_it_leads_and_then_those_it_joins(
    show: Callable[..., Element], small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    page = show("organisations/ov")
    assert lists(page) == [["1.1", "1.2", "2.1"]]
    assert "Policy area OV – Policy area OV" in page.text
    lead_organisation.affiliations.update(in_force_until="2022-06-01")
    assert "Without a policy area" in show("organisations/ov", on="2022-06-01").text
    page = show("organisations/kbbj_abb")
    assert lists(page) == [["1.2"]]
    assert "This organisation leads no action." in page.text
    assert "/2020-2024/actions/?policy_area=KBBJ" in page.links


@pytest.mark.full
def test_what_was_accepted_shows_and_every_count_leads_to_as_many_rows(
    show: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    platform: Client,
) -> None:
    def status(page: Element) -> str:
        return next(row[-2].split()[0] for row in page.listed if "1.1" in row)

    accepted_report(
        small_plan.with_money, lead_organisation, contributor, noon(2022, 4, 1), reviewer=coordinator
    )
    hand_in(
        small_plan.with_money,
        lead_organisation,
        contributor,
        noon(2022, 6, 1),
        status="stopped",
        confidence="",
        stop_reason="Sample.",
        stop_decision="Sample.",
    )
    for path in PAGES:
        assert status(show(path)) == status(show(path, basis="reported")) == "ongoing"
        assert status(show(path, on="2022-03-31")) == "never"
        seen = read(platform.get(f"/2020-2024/{path}/"))
        assert status(seen) == "stopped"
        [says] = seen.all("p", class_="says")
        counts = {
            url: int(words.split()[0]) for url, words in says.links.items() if words.split()[0].isdecimal()
        }
        assert len(counts) >= 2
        assert {address: len(read(platform.get(address)).codes) for address in counts} == counts


def test_a_past_day_is_grouped_as_it_was_then(
    show: Callable[..., Element], small_plan: SmallPlan, minister: Minister
) -> None:
    later = MinisterFactory(key="schools", title="Minister for Schools")
    Minister.objects.filter(pk=minister.pk).update(in_force_until="2022-06-01", succeeded_by=later)
    small_plan.joint.minister_involvements.update(in_force_until="2022-06-01")
    MinisterInvolvementFactory(action=small_plan.joint, minister=later, in_force_from="2022-06-01")
    assert lists(show("ministers/education", on="2022-05-31")) == [["1.1", "1.2", "2.1"]]
    assert lists(show("ministers/education", on="2022-06-01")) == [["1.1", "2.1"]]
    assert lists(show("ministers/schools", on="2022-06-01")) == [["1.2"]]
    page = show("ministers/education", on="2022-06-01")
    assert "Until 1 June 2022, then Minister for Schools" in page.text
    assert "/2020-2024/ministers/schools/?on=2022-06-01" in page.links


def test_dutch_pages_show_twins_and_mark_what_has_none(
    show: Callable[..., Element], small_plan: SmallPlan
) -> None:
    Objective.objects.filter(pk=small_plan.objectives[0].pk).update(
        title_nl="Doelstelling een", summary="English summary."
    )
    page = show("objectives/1", language="nl")
    assert "Doelstelling een" in page.all("h1")[0].text
    assert page.all("h1")[0].all("span", lang="en") == []
    assert "English summary." in [element.text for element in page.all("div", lang="en")]
    assert show("ministers/education", language="nl").all("h1")[0].all("span", lang="en")


def test_what_is_not_there_or_of_another_plan_is_not_found(viewer: Client, small_plan: SmallPlan) -> None:
    ObjectiveFactory(plan__code="2025-2029", number=9)
    assert viewer.get("/2025-2029/objectives/9/").status_code == 200
    unknown = ["objectives/7", f"objectives/{'9' * 20}", "ministers/nobody", "organisations/nobody"]
    for path in ["objectives/9", *unknown]:
        assert viewer.get(f"/2020-2024/{path}/").status_code == 404, path
    for path in PAGES:
        assert viewer.get(f"/2030-2034/{path}/").status_code == 404, path
