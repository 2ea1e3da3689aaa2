"""The page on which the lead of an action is handed over."""

import datetime
from typing import Any

from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reports.leads import appoint_lead
from actions.models import Lead, Promotion
from tests.personas import SmallPlan
from tests.reading import Element, part, read
from tests.reporting_factories import RequestFactory, RoundFactory, drafted, hand_in, noon
from tests.reports.proposal_factories import propose
from tests.sent_forms import form_to, send

PAGE = "/2020-2024/actions/1.2/lead/"


def appoint(client: Client, **answers: Any) -> Any:
    given = {"organisation": "kbbj_abb", "from_day": "01/04/2022"} | answers
    return send(client, client.get(PAGE), PAGE, **given)


def test_the_lead_is_handed_over_from_a_day(
    platform: Client, small_plan: SmallPlan, partner_organisation: Organisation
) -> None:
    answer = appoint(platform)
    assert answer.url == "/2020-2024/actions/1.2/"
    lead = Lead.objects.open().of(small_plan.joint).get()
    assert (lead.organisation, lead.in_force_from) == (partner_organisation, datetime.date(2022, 4, 1))
    assert "Agency for Home Affairs is appointed as lead." in platform.get(answer.url).content.decode()
    # its page says who led when
    page = read(platform.get(PAGE))
    assert "Agency for Home Affairs · from 1 April 2022 on" in page.text
    rows = page.all("section", **{"aria-labelledby": "leads"})[0].rows
    assert rows == [
        ["Education and Training", "as adopted", "31 Mar 2022"],
        ["Agency for Home Affairs", "1 Apr 2022", "still"],
    ]


def test_it_says_what_is_under_way_in_the_leads_name(
    platform: Client, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    action = small_plan.joint
    RequestFactory(
        round=RoundFactory(plan=small_plan.plan, state="open", name="Round of June"),
        action=action,
        organisation=lead_organisation,
    )
    drafted(action, lead_organisation, contributor, noon(2022, 3, 1))
    propose(action, contributor)
    waiting = part(read(platform.get(PAGE)), "waiting")
    assert "A draft, saved 1 March 2022, 12:00: it can no longer be submitted" in waiting
    assert "Round of June has no answer yet: from the day of the hand-over it asks the new lead." in waiting
    assert "1 proposed milestone waits for an answer" in waiting
    hand_in(action, lead_organisation, contributor, noon(2022, 3, 2))
    waiting = part(read(platform.get(PAGE)), "waiting")
    assert "A report, submitted 2 March 2022, 12:00, waits for review: it stays" in waiting


def test_it_says_what_becomes_of_the_former_lead(platform: Client, small_plan: SmallPlan) -> None:
    follows = part(read(platform.get(PAGE)), "following")
    assert "Education and Training keeps its part" in follows
    Promotion.objects.of(small_plan.joint).filter(organisation__key="ov").delete()
    follows = part(read(platform.get(PAGE)), "following")
    assert "Education and Training is neither promoter nor partner" in follows


def test_an_action_without_a_lead_says_that_it_is_asked_of_nobody(
    platform: Client, small_plan: SmallPlan
) -> None:
    Lead.objects.of(small_plan.joint).delete()
    page = read(platform.get(PAGE))
    assert "the action is asked of nobody until a lead is appointed" in page.text
    assert "Appoint the lead" in page.text
    appoint(platform)
    assert Lead.objects.of(small_plan.joint).get().in_force_from == datetime.date(2022, 4, 1)


def options(page: Element) -> list[str]:
    (select,) = page.all("select", name="organisation")
    return [option.attributes["value"] for option in select.all("option")]


def test_promoters_and_partners_come_first_and_bodies_that_are_gone_are_not_offered(
    platform: Client, small_plan: SmallPlan, other_organisation: Organisation
) -> None:
    assert options(read(platform.get(PAGE))) == ["", "kbbj_abb", "wvg_growing_up"]
    Organisation.objects.filter(pk=other_organisation.pk).update(in_force_until="2024-01-01")
    assert options(read(platform.get(PAGE))) == ["", "kbbj_abb"]


def test_what_is_missing_is_asked_at_its_field(platform: Client, small_plan: SmallPlan) -> None:
    for name, value in [("organisation", ""), ("from_day", "soon"), ("from_day", "")]:
        answer = appoint(platform, **{name: value})
        assert answer.status_code == 400
        assert f'href="#id_{name}"' in answer.content.decode()
    assert Lead.objects.of(small_plan.joint).count() == 1


def test_a_stale_form_is_refused_and_sending_it_again_is_a_decision(
    platform: Client, small_plan: SmallPlan, other_organisation: Organisation
) -> None:
    opened = platform.get(PAGE)
    appoint_lead(
        action=small_plan.joint,
        organisation=other_organisation,
        from_day=datetime.date(2022, 3, 1),
        by=None,
        at=noon(2022, 3, 1),
    )
    typed = {"organisation": "kbbj_abb", "from_day": "01/04/2022"}
    answer = send(platform, opened, PAGE, **typed)
    assert answer.status_code == 409
    assert "Growing Up Agency was appointed as lead in the meantime." in answer.content.decode()
    kept = form_to(answer, "lead/")
    assert (kept["organisation"], kept["from_day"]) == ("kbbj_abb", "01/04/2022")
    assert platform.post(PAGE, kept).status_code == 302
    assert Lead.objects.open().of(small_plan.joint).get().organisation.key == "kbbj_abb"


def test_a_form_sent_twice_appoints_once(platform: Client, small_plan: SmallPlan) -> None:
    sent = form_to(platform.get(PAGE), "lead/") | {"organisation": "kbbj_abb", "from_day": "01/04/2022"}
    answers = [platform.post(PAGE, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Lead.objects.of(small_plan.joint).count() == 2
