"""What coordinators and ministers' offices have to do at a moment, and what is told about extensions."""

import datetime

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import Request, Round
from actionplan.reports.extensions import ask_extension, decline_extension, give_extension, grant_extension
from actionplan.reports.reviewing import accept
from actionplan.rounds.life import take_into_review, take_into_validation
from actionplan.rounds.validation import answer_for_minister
from tests.personas import SmallPlan, person
from tests.reminders.reminding import duties_at, told
from tests.reporting_factories import hand_in, noon


def request_for(round: Round, code: str, role: str = "lead") -> Request:
    return Request.objects.with_state().get(round=round, action__code=code, role=role)


def test_a_report_that_waits_five_days_is_for_coordinators_who_did_not_submit_it(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, other_coordinator: User
) -> None:
    at = noon(2022, 9, 1)
    report = hand_in(small_plan.joint, lead_organisation, other_coordinator, at, on_behalf=True)
    assert told(noon(2022, 9, 5)) == {}
    assert told(noon(2022, 9, 6)) == {"coordinator": [("review", "1.2", "waits/1")]}
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 9, 7))
    assert "coordinator" not in told(noon(2022, 9, 8))


def test_an_extension_is_for_coordinators_and_its_answer_for_who_asked(
    lead_organisation: Organisation, contributor: User, coordinator: User, opened: Round
) -> None:
    person("colleague", "contributor", organisation=lead_organisation)
    kinds = ["extension_asked", "extension_answered"]
    asked = ask_extension(
        request=request_for(opened, "1.1"),
        until=datetime.date(2023, 1, 5),
        reason="Sample.",
        by=contributor,
        at=noon(2022, 12, 5),
    )
    assert told(noon(2022, 12, 5), kinds) == {"coordinator": [("extension_asked", "1.1", "asked")]}
    decline_extension(extension=asked, answer="Sample.", by=coordinator, at=noon(2022, 12, 6))
    assert told(noon(2022, 12, 6), kinds) == {"contributor": [("extension_answered", "1.1", "told")]}
    assert duties_at(noon(2022, 12, 6))["contributor"][-1].day is None


def test_an_extension_that_nobody_asked_for_is_told_to_all_contact_points(
    lead_organisation: Organisation, contributor: User, coordinator: User, opened: Round
) -> None:
    person("colleague", "contributor", organisation=lead_organisation)
    until = datetime.date(2023, 1, 5)
    facts = {"reason": "Sample.", "by": coordinator, "at": noon(2022, 12, 5)}
    give_extension(request=request_for(opened, "1.1"), until=until, **facts)
    assert set(told(noon(2022, 12, 5), ["extension_answered"])) == {"contributor", "colleague"}


def test_a_granted_extension_names_the_new_day(contributor: User, coordinator: User, opened: Round) -> None:
    until = datetime.date(2023, 1, 5)
    request = request_for(opened, "1.1")
    asked = ask_extension(
        request=request, until=until, reason="Sample.", by=contributor, at=noon(2022, 12, 5)
    )
    grant_extension(extension=asked, until=until, by=coordinator, at=noon(2022, 12, 6))
    (duty,) = [one for one in duties_at(noon(2022, 12, 6))["contributor"] if one.kind == "extension_answered"]
    assert (duty.day, duty.occasion.at_once) == (until, True)


def test_a_validation_is_for_the_readers_of_a_minister_until_every_action_is_answered(
    minister: Minister,
    minister_reader: User,
    reader: User,
    coordinator: User,
    small_plan: SmallPlan,
    opened: Round,
) -> None:
    take_into_review(round=opened, by=coordinator, at=noon(2023, 1, 5))
    take_into_validation(round=opened, by=coordinator, at=noon(2023, 1, 6))
    ((name, (duty,)),) = duties_at(noon(2023, 1, 6)).items()
    assert (name, duty.facts["count"]) == ("minister_reader", 3)
    ours = [small_plan.with_money, small_plan.joint, small_plan.limited]
    for action in ours[:2]:
        remarks = {action.pk: ""}
        answer_for_minister(
            round=opened, minister=minister, remarks=remarks, by=minister_reader, at=noon(2023, 1, 7)
        )
    assert duties_at(noon(2023, 1, 7))["minister_reader"][0].facts["count"] == 1
    answer_for_minister(
        round=opened,
        minister=minister,
        remarks={ours[2].pk: "Sample."},
        by=minister_reader,
        at=noon(2023, 1, 8),
    )
    assert told(noon(2023, 1, 8)) == {}
