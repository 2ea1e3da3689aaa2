"""The trail: one event for each act, in words that outlive what they describe."""

import datetime

import pytest
from django.db.models import ForeignKey
from django.utils import translation

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import VERB_SENTENCES, Verb
from actionplan.organisations.models import Minister
from tests.factories import MinisterFactory, PlanFactory, removal_by_law

NOON = datetime.datetime(2023, 1, 20, 12, tzinfo=datetime.UTC)


def the_event(**facts: object) -> Event:
    subject = MinisterFactory(
        key="education", title="Minister for Education", title_nl="Minister van Onderwijs"
    )
    return record(Verb.AMENDED, **{"by": None, "at": NOON, "subject": subject} | facts)


def test_every_act_has_its_sentence() -> None:
    assert set(VERB_SENTENCES) == set(Verb)


def test_an_event_copies_who_and_what(administrator: User) -> None:
    event = the_event(by=administrator, plan=1, action=2, organisation=3)
    assert (event.actor, event.actor_key) == ("Administrator", administrator.pk)
    assert (event.subject_label, event.subject) == ("organisations.minister", "Minister for Education")
    assert (event.plan, event.action, event.organisation, event.at) == (1, 2, 3, NOON)
    assert event.sentence == "Administrator amended Minister for Education."


def test_an_event_points_at_nothing() -> None:
    assert not [field for field in Event._meta.get_fields() if isinstance(field, ForeignKey)]


def test_an_event_keeps_its_words_when_its_subject_and_actor_change(administrator: User) -> None:
    event = the_event(by=administrator)
    Minister.objects.update(title="Renamed")
    User.objects.update(name="Renamed")
    event.refresh_from_db()
    assert event.sentence == "Administrator amended Minister for Education."


@pytest.mark.django_db
def test_an_event_speaks_the_language_of_the_page() -> None:
    event = the_event()
    assert event.sentence == "The portal amended Minister for Education."
    with translation.override("nl"):
        assert "Minister van Onderwijs" in event.sentence


@pytest.mark.django_db
def test_an_event_says_days_and_rounds_as_pages_do() -> None:
    event = the_event(organisation_name="VAPH", until="2023-07-07", round="2022-12")
    event.verb = Verb.EXTENSION_GRANTED
    assert event.sentence == "The portal gave VAPH an extension until 7 July 2023."
    event.verb = Verb.REQUEST_EXCUSED
    with translation.override("nl"):
        assert "ronde december 2022" in event.sentence


@pytest.mark.django_db
def test_an_old_event_without_a_name_still_reads() -> None:
    event = the_event(version=2)
    event.verb = Verb.SUBMITTED
    assert event.sentence.startswith("The portal submitted version 2 of the report of")


@pytest.mark.owner
@pytest.mark.django_db
def test_what_was_redacted_says_so() -> None:
    plan = PlanFactory()
    event = the_event(plan=plan.pk)
    later = NOON + datetime.timedelta(days=1)
    removal_by_law(plan, later)
    Event.objects.filter(pk=event.pk).update(subject="", names_json="", redacted_at=later)
    event.refresh_from_db()
    assert event.sentence == "Removed by law."
    assert event.names == event.before == event.after == {}


@pytest.mark.django_db
def test_changes_name_only_the_fields_that_changed() -> None:
    event = the_event(before={"title": "a", "order": 1}, after={"title": "b", "order": 1, "holder": "c"})
    assert event.changes == [("title", "a", "b"), ("holder", "", "c")]


@pytest.mark.django_db
def test_facts_are_written_alike_whatever_their_order() -> None:
    first = the_event(after={"b": 1, "a": datetime.date(2022, 1, 1)})
    second = the_event(after={"a": datetime.date(2022, 1, 1), "b": 1})
    assert first.after_json == second.after_json == '{"a": "2022-01-01", "b": 1}'


@pytest.mark.django_db
def test_the_newest_comes_first_and_the_trail_of_an_action_is_its_own() -> None:
    older = the_event(action=1)
    newer = the_event(action=1, at=NOON + datetime.timedelta(hours=1))
    the_event(action=2)
    assert list(Event.objects.about_action(1).newest_first()) == [newer, older]
    assert list(Event.objects.about_action(1).by_day(NOON)) == [older]
