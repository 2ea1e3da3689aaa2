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


def test_an_extension_is_for_coordinators_and_its_answer_for_who_asked_or_for_all_contact_points(
    lead_organisation: Organisation, contributor: User, coordinator: User, opened: Round
) -> None:
    person("colleague", "contributor", organisation=lead_organisation)
    kinds, until = ["extension_asked", "extension_answered"], datetime.date(2023, 1, 5)
    asked, other = (
        ask_extension(
            request=request_for(opened, code),
            until=until,
            reason="Sample.",
            by=contributor,
            at=noon(2022, 12, 5),
        )
        for code in ["1.1", "1.2"]
    )
    assert told(noon(2022, 12, 5), kinds) == {
        "coordinator": [("extension_asked", code, "asked") for code in ["1.1", "1.2"]]
    }
    at = noon(2022, 12, 6)
    decline_extension(extension=asked, answer="Sample.", by=coordinator, at=at)
    grant_extension(extension=other, until=until, by=coordinator, at=at)
    assert told(at, kinds) == {
        "contributor": [("extension_answered", code, "told") for code in ["1.2", "1.1"]]
    }
    granted, declined = [one for one in duties_at(at)["contributor"] if one.kind == "extension_answered"]
    assert (declined.day, granted.day, granted.occasion.at_once) == (None, until, True)
    # Nobody asked for this one.
    give_extension(request=request_for(opened, "2.1"), until=until, reason="Sample.", by=coordinator, at=at)
    assert set(told(at, ["extension_answered"])) == {"contributor", "colleague"}


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
