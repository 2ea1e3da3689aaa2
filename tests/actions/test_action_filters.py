"""The filters of the list: alone, combined, wrong, by words, and with partners and ministers involved."""

import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actions.models import Action
from actions.states import MinisterRole
from budgets.states import BudgetKind
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
from tests.actions.lists_of_counts import choices_at, found_among, found_at
from tests.factories import (
    ActionFactory,
    BudgetLineFactory,
    MinisterFactory,
    MinisterInvolvementFactory,
    ThemeFactory,
)
from tests.page_forms import Forms
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import noon

LIST = "/2020-2024/actions/"
Find = Callable[..., list[str]]


@pytest.fixture
def find(reader: User, small_plan: SmallPlan) -> Find:
    """`find(q="network")` is the codes that the reader's list shows."""
    return lambda **query: found_at(f"{LIST}?{urlencode(query)}", reader)


@pytest.fixture
def browse(client_of: ClientOf, reader: User, small_plan: SmallPlan) -> Client:
    return client_of(reader)


def test_words_are_found_whatever_their_case_and_accents_and_all_of_them_must_be(
    browse: Client, reader: User, small_plan: SmallPlan
) -> None:
    reword(small_plan.joint, title_nl="Netwerk voor preventie")
    reword(small_plan.limited, title_nl="Coördinatie van de Échange")
    now = choices_at(LIST, reader)
    for words, found in {
        "network": ["1.2"],
        "NETWORK": ["1.2"],
        "prevention joint": ["1.2"],
        "joint families": [],
        "preventie netwerk": ["1.2"],
        "échange": ["2.1"],
        "coordinatie": ["2.1"],
        "COÖRDINATIE": ["2.1"],
        "2.2": ["2.2"],
        "%": [],
        "_": [],
    }.items():
        assert found_among(now, urlencode({"q": words})) == found, words
    # on a page of either language
    page = read(browse.get(f"{LIST}?q=network", headers={"accept-language": "nl"}))
    assert page.codes == ["1.2"]
    assert len(read(browse.get(LIST, {"q": "   "})).codes) == 4


ALONE_AND_TOGETHER: list[tuple[dict[str, str], list[str]]] = [
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
    ({"attention": "any"}, ["1.1", "1.2", "2.2"]),
    ({"attention": "off_track", "gravest": "1"}, ["1.2"]),
    ({"schedule": "should_have_started", "gravest": "1"}, ["1.1", "2.2"]),
    ({"attention": "never", "gravest": "1"}, []),
    ({"attention": "any", "gravest": "1"}, ["1.1", "1.2", "2.2"]),
    ({"schedule": "late", "gravest": "1"}, ["1.1", "2.2"]),
    ({"schedule": "ends_soon", "gravest": "1"}, []),
    ({"attention": "never"}, ["1.1", "2.2"]),
    ({"voices": "differ"}, ["1.2"]),
    ({"status": "unfinished"}, ["1.1", "1.2", "2.1", "2.2"]),
    ({"status": "on_hold"}, []),
    ({"objective": "1", "status": "ongoing"}, ["1.2"]),
    ({"objective": "2", "q": "support"}, ["2.2"]),
    ({"objective": "1", "q": "support"}, []),
    ({"policy_area": "OV", "minister": "education", "verdict": "on_track", "objective": "2"}, ["2.1"]),
]


def test_filters_alone_and_together(
    browse: Client, reader: User, small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    small_plan.limited.theme = ThemeFactory(objective=small_plan.objectives[1])
    small_plan.limited.save()
    for action, confidence in [(small_plan.joint, "off_track"), (small_plan.limited, "on_track")]:
        fields = {"confidence": confidence}
        lead_says.accepted(action, noon(2022, 4, 1), **fields)
    then = choices_at(f"{LIST}?on=2022-06-01", reader)
    for filters, found in ALONE_AND_TOGETHER:
        assert found_among(then, urlencode(filters)) == found, filters
    # the page shows as many as it says
    response = browse.get(LIST, {"on": "2022-06-01", "objective": "1", "status": "ongoing"})
    assert read(response).codes == ["1.2"]
    assert response.context["page_obj"].paginator.count == 1


def test_also_as_partner_or_involved_adds_to_what_the_filters_find(
    find: Find, browse: Client, small_plan: SmallPlan
) -> None:
    other, second = MinisterFactory(key="justice"), MinisterFactory(key="welfare")
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
    # and the list says how many more there are
    links = read(browse.get(LIST, {"minister": "justice"})).links
    assert links[f"{LIST}?minister=justice&also=on"] == "show those too"
    # it counts under its first coordinating minister alone
    MinisterInvolvementFactory(
        action=small_plan.joint, minister=second, role=MinisterRole.COORDINATING, order=2
    )
    assert "1.2" in find(minister="education")
    assert find(minister="welfare") == []


def test_a_filter_looks_at_the_day_that_is_asked_about(
    find: Find, small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    amended = BudgetLineFactory(action=small_plan.joint, terms__kind=BudgetKind.EXTERNAL_FUND)
    amended.terms.update(in_force_from="2022-03-01")
    small_plan.elsewhere.leads.update(in_force_until="2022-03-01")
    small_plan.elsewhere.leads.create(organisation=lead_organisation, in_force_from="2022-03-01")
    assert find(budget="external_fund", on="2022-02-28") == []
    assert find(budget="external_fund", on="2022-03-01") == ["1.2"]
    assert "2.2" not in find(organisation="ov", on="2022-02-28")
    assert "2.2" in find(organisation="ov", on="2022-03-01")
    # a withdrawn action is listed on an earlier day alone, and one that was added on a later
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_until="2022-06-01")
    ActionFactory(code="1.3", plan=small_plan.plan, in_force_from="2022-06-01")
    assert find(objective="1", on="2022-05-31") == ["1.1", "1.2"]
    assert find(objective="1", on="2022-06-01") == find(objective="1") == ["1.1", "1.3"]


def test_an_action_with_a_report_to_review_is_found_whether_the_report_counts_already_or_not(
    coordinator: User, small_plan: SmallPlan, lead_says: LeadSays, find: Find
) -> None:
    lead_says.submitted(small_plan.joint, noon(2022, 4, 1))
    assert found_at(f"{LIST}?review=waiting", coordinator) == ["1.2"]
    assert find(review="waiting") == ["1.2"]


@pytest.mark.full
def test_what_is_done_has_no_confidence_or_verdict_and_what_is_on_hold_is_unfinished(
    small_plan: SmallPlan, lead_says: LeadSays, find: Find
) -> None:
    lead_says.accepted(small_plan.joint, noon(2022, 3, 1))
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), on_hold_since=datetime.date(2022, 2, 1))
    assert find(verdict="on_track") == find(confidence="on_track") == ["1.1", "1.2"]
    over = {"status": "stopped", "confidence": "", "stop_reason": "Sample."}
    lead_says.accepted(small_plan.joint, noon(2022, 4, 1), **over)
    assert find(verdict="on_track") == find(confidence="on_track") == find(status="on_hold") == ["1.1"]
    assert find(verdict="none") == find(confidence="none") == ["2.1", "2.2"]
    assert find(status="unfinished") == ["1.1", "2.1", "2.2"]
    assert find(status="stopped") == ["1.2"]


CHOSEN = ["objective", "theme", "policy_area", "minister", "organisation", "status", "confidence", "verdict"]
CHOSEN += ["schedule", "freshness", "review", "budget", "attention"]


def test_a_wrong_value_gets_a_sentence_at_its_field_and_nothing_is_shown(browse: Client) -> None:
    page = read(browse.get(LIST, {**dict.fromkeys(CHOSEN, "9' OR 1"), "q": "network"}))
    assert page.listed == []
    assert "Not known here: " in page.text
    (form,) = page.all("details", class_="filters")
    errors = {error.attributes["id"]: error.text for error in form.all("p", class_="error")}
    assert {*errors} == {f"id_{name}_error" for name in CHOSEN}
    assert all("9' OR 1" in text for text in errors.values())
    assert "open" in form.attributes
    for name in CHOSEN:
        (control,) = page.all("select", id=f"id_{name}")
        assert f"id_{name}_error" in control.attributes["aria-describedby"]
    # nor is a name that is not known passed over
    page = read(browse.get(LIST, {"stauts": "ongoing"}))
    assert "Not known here: “stauts”. That is why nothing is shown." in page.text
    assert page.listed == []
    # nor is a null character taken for a word
    page = read(browse.get(f"{LIST}?q=a%00b"))
    assert [error.attributes.get("id") for error in page.all("p", class_="error")] == [None, "id_q_error"]


def fields_of(client: Client, query: str, has: str, has_not: str) -> dict[str, Any]:
    """What the form of the list with the one field and without the other would send."""
    forms = Forms()
    forms.feed(client.get(f"{LIST}?{query}").content.decode())
    (fields,) = [
        form["fields"] for form in forms.forms if has in form["fields"] and has_not not in form["fields"]
    ]
    return fields


def test_filtering_keeps_the_moment_and_the_sort_and_asking_for_a_day_keeps_the_filters(
    client_of: ClientOf, auditor: User, browse: Client
) -> None:
    kept = {"on": "2022-06-01", "basis": "reported", "sort": "-reported", "q": "a"}
    filters = fields_of(client_of(auditor), urlencode(kept), has="objective", has_not="nothing")
    assert filters | kept == filters
    day = fields_of(browse, "objective=1&sort=end&page=2", has="on", has_not="q")
    assert day == {"on": "", "objective": "1", "sort": "end"}


def test_nothing_found_says_so_and_leads_back_to_all(browse: Client) -> None:
    page = read(browse.get(f"{LIST}?q=nothing&on=2022-06-01"))
    assert page.listed == []
    assert page.links[f"{LIST}?on=2022-06-01"]
    assert "No action meets all of these filters." in page.text


def test_themes_of_the_plan_are_offered_in_english_where_there_is_no_dutch(
    browse: Client, small_plan: SmallPlan
) -> None:
    ThemeFactory(objective__plan__code="2025-2029", objective__number=1, title="Later theme")
    ThemeFactory(objective=small_plan.objectives[0], title="Working together")
    page = read(browse.get(LIST, headers={"accept-language": "nl"}))
    offered = page.all("select", id="id_theme")[0].text
    assert "Working together" in offered
    assert "Later theme" not in offered
