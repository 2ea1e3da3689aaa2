"""The filters of the list: alone, combined, wrong, by words, and with partners and ministers involved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from actions.states import MinisterRole
from budgets.states import BudgetKind
from tests.actions.action_factories import reword
from tests.factories import (
    ActionFactory,
    BudgetLineFactory,
    MinisterFactory,
    MinisterInvolvementFactory,
    ThemeFactory,
)
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, hand_in, noon
from tests.sent_forms import _Forms


@pytest.fixture
def find(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> Callable[..., list[str]]:
    """`find(q="network")` is the codes that the reader's list shows, which must be as many as it says."""
    client = client_of(reader)

    def found(**query: Any) -> list[str]:
        response = client.get(f"/{small_plan.plan.code}/actions/", query)
        codes = [row[0] for row in read(response).rows]
        assert response.context["page_obj"].paginator.count == len(codes)
        return codes

    return found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("network", ["1.2"]),
        ("NETWORK", ["1.2"]),
        ("prevention joint", ["1.2"]),
        ("joint families", []),
        ("preventie netwerk", ["1.2"]),
        ("échange", ["2.1"]),
        ("coordinatie", ["2.1"]),
        ("COÖRDINATIE", ["2.1"]),
        ("2.2", ["2.2"]),
        ("   ", ["1.1", "1.2", "2.1", "2.2"]),
        ("%", []),
        ("_", []),
    ],
)
def test_words_are_found_whatever_their_case_and_accents_and_all_of_them_must_be(
    find: Callable[..., list[str]], small_plan: SmallPlan, words: str, found: list[str]
) -> None:
    for action, title_nl in [
        (small_plan.joint, "Netwerk voor preventie"),
        (small_plan.limited, "Coördinatie van de Échange"),
    ]:
        reword(action, title_nl=title_nl)
    assert find(q=words) == found


def test_words_are_looked_for_in_both_languages_on_pages_of_either(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    client = client_of(reader)
    page = read(client.get("/2020-2024/actions/?q=network", headers={"accept-language": "nl"}))
    assert [row[0] for row in page.rows] == ["1.2"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"objective": "1"}, ["1.1", "1.2"]),
        ({"theme": "2-1"}, ["2.1"]),
        ({"policy_area": "OV"}, ["1.1", "1.2", "2.1"]),
        ({"policy_area": "WVG"}, ["2.2"]),
        ({"policy_area": "none"}, []),
        ({"minister": "education"}, ["1.1", "1.2", "2.1"]),
        ({"minister": "none"}, ["2.2"]),
        ({"organisation": "ov"}, ["1.1", "1.2", "2.1"]),
        ({"organisation": "kbbj_abb"}, []),
        ({"status": "ongoing"}, ["1.2", "2.1"]),
        ({"status": "never"}, ["1.1", "2.2"]),
        ({"confidence": "off_track"}, ["1.2"]),
        ({"confidence": "none"}, ["1.1", "2.2"]),
        ({"verdict": "on_track"}, ["1.2", "2.1"]),
        ({"verdict": "none"}, ["1.1", "2.2"]),
        ({"schedule": "should_have_started"}, ["1.1", "2.2"]),
        ({"schedule": "running"}, ["1.2", "2.1"]),
        ({"freshness": "fresh"}, ["1.2", "2.1"]),
        ({"freshness": "never"}, ["1.1", "2.2"]),
        ({"budget": "amount"}, ["1.1"]),
        ({"budget": "regular_resources"}, ["1.1"]),
        ({"budget": "external_fund"}, []),
        ({"attention": "off_track"}, ["1.2"]),
        ({"attention": "voices_differ"}, ["1.2"]),
        ({"attention": "any"}, ["1.1", "1.2", "2.2"]),
        ({"objective": "1", "status": "ongoing"}, ["1.2"]),
        ({"objective": "2", "q": "support"}, ["2.2"]),
        ({"objective": "1", "q": "support"}, []),
        ({"policy_area": "OV", "minister": "education", "verdict": "on_track", "objective": "2"}, ["2.1"]),
    ],
)
def test_filters_alone_and_together(
    find: Callable[..., list[str]],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    filters: dict[str, str],
    found: list[str],
) -> None:
    small_plan.limited.theme = ThemeFactory(objective=small_plan.objectives[1])
    small_plan.limited.save()
    for action, confidence in [(small_plan.joint, "off_track"), (small_plan.limited, "on_track")]:
        accepted_report(
            action,
            lead_organisation,
            contributor,
            noon(2022, 4, 1),
            reviewer=coordinator,
            confidence=confidence,
        )
    assert find(on="2022-06-01", **filters) == found


def test_also_as_partner_or_involved_adds_to_what_the_filters_find(
    find: Callable[..., list[str]], small_plan: SmallPlan
) -> None:
    other = MinisterFactory(key="justice")
    MinisterInvolvementFactory(
        action=small_plan.elsewhere, minister=other, role=MinisterRole.INVOLVED, order=2
    )
    assert find(organisation="kbbj_abb", also="on") == ["1.2"]
    assert find(policy_area="KBBJ") == []
    assert find(policy_area="KBBJ", also="on") == ["1.2"]
    assert find(minister="justice") == []
    assert find(minister="justice", also="on") == ["2.2"]
    assert find(also="on") == ["1.1", "1.2", "2.1", "2.2"]
    assert find(policy_area="none", also="on") == []


def test_an_action_counts_under_its_first_coordinating_minister_alone(
    find: Callable[..., list[str]], small_plan: SmallPlan, minister: Minister
) -> None:
    second = MinisterFactory(key="welfare")
    MinisterInvolvementFactory(
        action=small_plan.joint, minister=second, role=MinisterRole.COORDINATING, order=2
    )
    assert "1.2" in find(minister="education")
    assert find(minister="welfare") == []


def test_a_filter_looks_at_the_day_that_is_asked_about(
    find: Callable[..., list[str]], small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    amended = BudgetLineFactory(action=small_plan.joint, terms__kind=BudgetKind.EXTERNAL_FUND)
    amended.terms.update(in_force_from="2022-03-01")
    small_plan.elsewhere.leads.update(in_force_until="2022-03-01")
    small_plan.elsewhere.leads.create(organisation=lead_organisation, in_force_from="2022-03-01")
    assert find(budget="external_fund", on="2022-02-28") == []
    assert find(budget="external_fund", on="2022-03-01") == ["1.2"]
    assert "2.2" not in find(organisation="ov", on="2022-02-28")
    assert "2.2" in find(organisation="ov", on="2022-03-01")


def test_not_yet_reviewed_is_a_filter_on_the_reported_basis(
    client_of: Callable[[User], Client],
    coordinator: User,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    find: Callable[..., list[str]],
) -> None:
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 4, 1))
    page = read(client_of(coordinator).get("/2020-2024/actions/?review=waiting"))
    assert [row[0] for row in page.rows] == ["1.2"]
    assert find(review="waiting") == []


@pytest.mark.parametrize(
    "name",
    [
        "objective",
        "theme",
        "policy_area",
        "minister",
        "organisation",
        "status",
        "confidence",
        "verdict",
        "schedule",
        "freshness",
        "review",
        "budget",
        "attention",
    ],
)
def test_a_wrong_value_gets_a_sentence_at_its_field_and_the_others_still_filter(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan, name: str
) -> None:
    page = read(client_of(reader).get("/2020-2024/actions/", {name: "9' OR 1", "q": "network"}))
    assert [row[0] for row in page.rows] == ["1.2"]
    (error,) = page.all("p", class_="error")
    assert error.attributes["id"] == f"id_{name}_error"
    assert "9' OR 1" in error.text
    assert "open" in page.all("details", class_="filters")[0].attributes
    (control,) = page.all("select", id=f"id_{name}")
    assert f"id_{name}_error" in control.attributes["aria-describedby"]


def test_a_null_character_in_the_words_is_refused_with_a_sentence(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    page = read(client_of(reader).get("/2020-2024/actions/?q=a%00b"))
    assert [one.attributes["id"] for one in page.all("p", class_="error")] == ["id_q_error"]


def test_filtering_keeps_the_day_the_basis_and_the_sort(
    client_of: Callable[[User], Client], auditor: User, small_plan: SmallPlan
) -> None:
    response = client_of(auditor).get("/2020-2024/actions/?on=2022-06-01&basis=reported&sort=-end&q=a")
    read(response)
    forms = _Forms()
    forms.feed(response.content.decode())
    (filters,) = [form["fields"] for form in forms.forms if "objective" in form["fields"]]
    assert (filters["on"], filters["basis"], filters["sort"], filters["q"]) == (
        "2022-06-01",
        "reported",
        "-end",
        "a",
    )


def test_asking_for_another_day_keeps_the_filters(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    forms = _Forms()
    forms.feed(client_of(reader).get("/2020-2024/actions/?objective=1&sort=end&page=2").content.decode())
    (day,) = [form["fields"] for form in forms.forms if "on" in form["fields"] and "q" not in form["fields"]]
    assert day == {"on": "", "objective": "1", "sort": "end"}


def test_nothing_found_says_so_and_leads_back_to_all(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    page: Element = read(client_of(reader).get("/2020-2024/actions/?q=nothing&on=2022-06-01"))
    assert page.rows == []
    assert page.links["/2020-2024/actions/?on=2022-06-01"]
    assert "No action meets all of these filters." in page.text


def test_the_theme_of_another_plan_is_not_offered(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    ThemeFactory(objective__plan__code="2025-2029", objective__number=1, title="Later theme")
    assert "Later theme" not in read(client_of(reader).get("/2020-2024/actions/")).text


def test_a_theme_without_a_dutch_title_is_offered_in_english(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    ThemeFactory(objective=small_plan.objectives[0], title="Working together")
    page = read(client_of(reader).get("/2020-2024/actions/", headers={"accept-language": "nl"}))
    assert "Working together" in page.all("select", id="id_theme")[0].text


def test_a_withdrawn_action_is_listed_on_an_earlier_day_alone(
    find: Callable[..., list[str]], small_plan: SmallPlan
) -> None:
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_until="2022-06-01")
    ActionFactory(code="1.3", plan=small_plan.plan, in_force_from="2022-06-01")
    assert "1.2" in find(on="2022-05-31")
    assert "1.3" not in find(on="2022-05-31")
    assert "1.2" not in find(on="2022-06-01")
    assert "1.3" in find()
