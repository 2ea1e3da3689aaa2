"""Correcting who has which part in an action, from a day on: rows end and others begin, none is edited."""

import datetime
from collections.abc import Iterable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.amendments.correcting_roles import correct_roles
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actions.models import Action, MinisterInvolvement, Promotion
from actions.roles import GivenRole, roles_of
from actions.states import Kind, MinisterRole, PromotionRole
from tests.factories import MinisterFactory, MinisterInvolvementFactory, OrganisationFactory
from tests.personas import SmallPlan
from tests.reporting_factories import noon

APRIL, MAY, JUNE = (datetime.date(2022, month, 1) for month in [4, 5, 6])
ADOPTED = datetime.date(2020, 1, 1)
AT = noon(2022, 4, 1)
PROMOTER, PARTNER = PromotionRole.PROMOTER, PromotionRole.PARTNER
COORDINATING, INVOLVED = MinisterRole.COORDINATING, MinisterRole.INVOLVED


@pytest.fixture
def inferred(small_plan: SmallPlan) -> Action:
    """1.2, whose roles were all read from the printed order: a promoter and a partner, and one minister."""
    action = small_plan.joint
    Promotion.objects.of(action).update(inferred=True, printed_as="As printed.")
    MinisterInvolvement.objects.of(action).update(inferred=True)
    return action


def as_it_is(rows: Iterable[Any], **changed: Any) -> list[GivenRole]:
    """Every row as it stands; `ov={"role": …}` says what is given otherwise, and None that it has no role any more."""
    given = []
    for row in rows:
        subject = row.organisation if isinstance(row, Promotion) else row.minister
        facts = changed.get(subject.key, {})
        if facts is not None:
            given.append(GivenRole(**{"subject": subject.pk, "role": row.role} | facts))
    return given


def correct(
    action: Action,
    by: User | None,
    day: datetime.date = APRIL,
    *,
    kind: str = "",
    opened_on: str = "",
    new: Iterable[GivenRole] = (),
    new_ministers: Iterable[GivenRole] = (),
    **changed: Any,
) -> Action:
    now = roles_of(Action.objects.get(pk=action.pk))
    return correct_roles(
        action=action,
        kind=kind or now.kind,
        organisations=[*as_it_is(now.organisations, **changed), *new],
        ministers=[*as_it_is(now.ministers, **changed), *new_ministers],
        from_day=day,
        opened_on=opened_on or now.version,
        by=by,
        at=AT,
    )


def in_force(action: Action, day: datetime.date) -> list[tuple[str, str, bool]]:
    rows = Promotion.objects.of(action).in_force(day).order_by("order", "pk").select_related("organisation")
    return [(row.organisation.key, row.role, row.inferred) for row in rows]


def test_a_corrected_row_ends_on_the_day_that_the_new_one_begins(inferred: Action, coordinator: User) -> None:
    """What is not corrected stays the row it was."""
    old = Promotion.objects.of(inferred).get(organisation__key="kbbj_abb")
    stays = Promotion.objects.of(inferred).get(organisation__key="ov")
    minister = MinisterInvolvement.objects.of(inferred).get()
    correct(inferred, coordinator, kbbj_abb={"role": PROMOTER})
    before, after = Promotion.objects.of(inferred).filter(organisation__key="kbbj_abb").order_by("pk")
    assert (before.pk, before.role, before.inferred) == (old.pk, PARTNER, True)
    assert (before.in_force_from, before.in_force_until) == (None, APRIL)
    assert (after.role, after.inferred, after.order, after.printed_as) == (PROMOTER, False, 2, "As printed.")
    assert (after.in_force_from, after.in_force_until) == (APRIL, None)
    stays.refresh_from_db()
    assert (stays.in_force_until, stays.inferred) == (None, True)
    assert MinisterInvolvement.objects.of(inferred).get() == minister


def test_a_role_that_is_confirmed_is_inferred_no_longer(inferred: Action, coordinator: User) -> None:
    correct(inferred, coordinator, ov={"confirmed": True})
    assert in_force(inferred, APRIL) == [("ov", PROMOTER, False), ("kbbj_abb", PARTNER, True)]
    assert in_force(inferred, datetime.date(2022, 3, 31))[0] == ("ov", PROMOTER, True)


def test_an_organisation_is_added_at_its_place(inferred: Action, coordinator: User) -> None:
    agency = OrganisationFactory(key="agency")
    correct(inferred, coordinator, new=[GivenRole(agency.pk, PARTNER, place=2)])
    assert in_force(inferred, APRIL) == [
        ("ov", PROMOTER, True),
        ("agency", PARTNER, False),
        ("kbbj_abb", PARTNER, True),
    ]
    # without a place at the end; what is left out has no part from that day
    correct(inferred, coordinator, MAY, new=[GivenRole(OrganisationFactory(key="other").pk, PARTNER)])
    assert [key for key, _, _ in in_force(inferred, MAY)] == ["ov", "agency", "kbbj_abb", "other"]
    assert Promotion.objects.of(inferred).filter(in_force_until=None).count() == 4
    correct(inferred, coordinator, JUNE, kbbj_abb=None)
    assert [key for key, _, _ in in_force(inferred, JUNE)] == ["ov", "agency", "other"]
    assert len(in_force(inferred, MAY)) == 4


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [("c", 1, "cab"), ("a", 3, "bca"), ("b", 1, "bac"), ("a", 2, "bac"), ("a", 9, "bca")],
)
def test_ministers_change_places(
    inferred: Action, coordinator: User, moved: str, place: int, order: str
) -> None:
    MinisterInvolvement.objects.of(inferred).delete()
    for number, key in enumerate("abc", start=1):
        minister = MinisterFactory(key=key)
        MinisterInvolvementFactory(action=inferred, minister=minister, order=number, inferred=True)
    correct(inferred, coordinator, **{moved: {"place": place}})
    rows = MinisterInvolvement.objects.of(inferred).in_force(APRIL).order_by("order", "pk")
    assert "".join(row.minister.key for row in rows) == order
    assert {row.minister.key for row in rows if not row.inferred} == {moved}
    assert len({row.order for row in rows}) == 3


def test_the_first_coordinating_minister_of_a_past_day_is_corrected_from_the_plans_first_day(
    inferred: Action, coordinator: User
) -> None:
    """An action counts under its first coordinating minister: a misread print counts otherwise, then as now."""
    justice = MinisterFactory(key="justice")
    given = [GivenRole(justice.pk, COORDINATING, place=1)]
    correct(inferred, coordinator, ADOPTED, education={"role": INVOLVED}, new_ministers=given)
    day = datetime.date(2021, 6, 30)
    [on_that_day] = live.read(inferred.plan, Moment.end_of_day(day), [inferred.pk]).actions
    assert on_that_day.minister == justice.key
    education = Minister.objects.get(key="education")
    assert MinisterInvolvement.objects.of(inferred).get(in_force_from=None).minister == education


def test_the_kind_changes_at_once(inferred: Action, coordinator: User) -> None:
    correct(inferred, coordinator, kind=Kind.EXTENDED)
    terms = inferred.terms.get()
    assert (terms.kind, terms.in_force_from, terms.in_force_until) == (Kind.EXTENDED, None, None)
    event = Event.objects.get()
    assert (event.before, event.after) == ({"kind": "unknown"}, {"kind": "extended"})
    assert not Promotion.objects.of(inferred).exclude(in_force_until=None).exists()


def test_a_correction_leaves_its_event_with_before_and_after(inferred: Action, coordinator: User) -> None:
    correct(inferred, coordinator, kbbj_abb={"role": PROMOTER})
    event = Event.objects.get()
    assert (event.verb, event.actor, event.action, event.at) == (
        Verb.AMENDED,
        "Coordinator",
        inferred.pk,
        AT,
    )
    assert set(event.before) == {"organisations"}
    before, after = (
        [(row["key"], row["role"], row["inferred"]) for row in side["organisations"]]
        for side in (event.before, event.after)
    )
    assert before == [("ov", "promoter", True), ("kbbj_abb", "partner", True)]
    assert after == [("ov", "promoter", True), ("kbbj_abb", "promoter", False)]
    assert event.after["from"] == "2022-04-01"


def test_the_lead_keeps_a_part_until_it_is_handed_over(inferred: Action, coordinator: User) -> None:
    with pytest.raises(Refused, match="Education and Training leads this action"):
        correct(inferred, coordinator, ov=None)
    assert Promotion.objects.of(inferred).open().count() == 2
    # but may be called a partner
    correct(inferred, coordinator, ov={"role": PARTNER})
    assert in_force(inferred, APRIL)[0] == ("ov", PARTNER, False)


def test_a_form_opened_before_somebody_elses_correction_is_refused(
    inferred: Action, coordinator: User, other_coordinator: User
) -> None:
    opened = roles_of(inferred).version
    correct(inferred, coordinator, ov={"confirmed": True})
    with pytest.raises(ChangedMeanwhile, match="Coordinator corrected the roles"):
        correct(inferred, other_coordinator, MAY, opened_on=opened, kbbj_abb={"role": PROMOTER})
    assert Event.objects.count() == 1
    # or the kind
    opened = roles_of(inferred).version
    correct(inferred, coordinator, MAY, kind=Kind.NEW)
    with pytest.raises(ChangedMeanwhile):
        correct(inferred, coordinator, MAY, opened_on=opened, kind=Kind.CONTINUED)


def test_a_correction_does_not_reach_behind_a_later_one(inferred: Action, coordinator: User) -> None:
    correct(inferred, coordinator, MAY, kbbj_abb={"role": PROMOTER})
    with pytest.raises(Refused, match="amended from 1 May 2022 on"):
        correct(inferred, coordinator, APRIL, kbbj_abb={"role": PARTNER})
    correct(inferred, coordinator, JUNE, kbbj_abb={"role": PARTNER})
    keys = ["promoter" if day == MAY else "partner" for day in [APRIL, MAY, JUNE]]
    assert [in_force(inferred, day)[1][1] for day in [APRIL, MAY, JUNE]] == keys
    # of ministers it does
    correct(inferred, coordinator, APRIL, education={"confirmed": True})
    assert not MinisterInvolvement.objects.of(inferred).in_force(APRIL).get().inferred


def test_a_second_correction_of_the_same_day_edits_or_takes_away_what_began_on_it(
    inferred: Action, coordinator: User
) -> None:
    correct(inferred, coordinator, kbbj_abb={"role": PROMOTER})
    opened = roles_of(inferred).version
    correct(inferred, coordinator, kbbj_abb={"confirmed": True, "place": 1})
    assert in_force(inferred, APRIL)[0] == ("kbbj_abb", PROMOTER, False)
    assert Promotion.objects.of(inferred).filter(organisation__key="kbbj_abb").count() == 2
    with pytest.raises(ChangedMeanwhile):
        correct(inferred, coordinator, opened_on=opened, kbbj_abb=None)
    correct(inferred, coordinator, kbbj_abb=None)
    assert [
        row.in_force_until for row in Promotion.objects.filter(organisation__key="kbbj_abb", action=inferred)
    ] == [APRIL]
    told = Event.objects.newest_first()[0]
    before, after = ([row["key"] for row in side["organisations"]] for side in (told.before, told.after))
    assert (before, after) == (["kbbj_abb", "ov"], ["ov"])


def test_roles_of_one_day_may_be_corrected_in_two_goes(inferred: Action, coordinator: User) -> None:
    """Whoever forgot one row on a day gives it on the same day; the row corrected first stays."""
    correct(inferred, coordinator, ov={"confirmed": True})
    correct(inferred, coordinator, kbbj_abb={"confirmed": True})
    assert in_force(inferred, APRIL) == [("ov", PROMOTER, False), ("kbbj_abb", PARTNER, False)]


def test_no_correction_begins_before_the_plan(inferred: Action, coordinator: User) -> None:
    with pytest.raises(Refused, match="from 1 January 2020"):
        correct(inferred, coordinator, datetime.date(2019, 12, 31), ov={"confirmed": True})


def test_an_organisation_that_comes_back_gets_its_printed_words_again(
    inferred: Action, coordinator: User, partner_organisation: Organisation
) -> None:
    correct(inferred, coordinator, APRIL, kbbj_abb=None)
    correct(inferred, coordinator, MAY, new=[GivenRole(partner_organisation.pk, PARTNER)])
    row = Promotion.objects.open().of(inferred).get(organisation=partner_organisation)
    assert (row.printed_as, row.in_force_from) == ("As printed.", MAY)


@pytest.mark.parametrize("name", ["contributor", "auditor", "superuser"])
def test_only_a_coordinator_corrects(name: str, inferred: Action, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        correct(inferred, request.getfixturevalue(name), ov={"confirmed": True})
    assert not Event.objects.exists()
