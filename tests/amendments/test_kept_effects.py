"""What followed from an amendment is kept with putting it in force, without words, and stays on its page."""

import json
import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from actionplan.accounts.models import User
from actionplan.amendments.effects import from_plain, preview_of, to_plain
from actions.models import Amendment
from tests.personas import ClientOf
from tests.plan_document.changed_plan import ChangedPlan, begin
from tests.plan_document.documents import places_in
from tests.reading import Element, part
from tests.reading import read as element_of
from tests.reporting_factories import drafted, noon

from .amending import DAY, amended, prepared, put_in_force, withdrawn

pytestmark = pytest.mark.full

FROM, AT = DAY(2022, 9, 1), noon(2022, 9, 5)
PAGE = "/2020-2024/amendments/1/"
Show = Callable[[User], Element]


@pytest.fixture
def amendment(two_rounds: ChangedPlan, coordinator: User) -> Amendment:
    """1.1, on which 9,000 was committed and 4,000 paid in 2022, is withdrawn; 1.2 ends later. A round is open."""
    small = two_rounds.small
    begin(two_rounds, "2022-08", DAY(2022, 8, 31))
    drafted(small.joint, small.joint.leads.get().organisation, two_rounds.contributor, noon(2022, 9, 2))
    amendment = prepared(two_rounds.plan, coordinator, FROM)
    withdrawn(amendment, "1.1", coordinator)
    amended(amendment, "1.2", coordinator, end=DAY(2023, 6, 30))
    return amendment


@pytest.fixture
def show(client_of: ClientOf) -> Show:
    return lambda user: element_of(client_of(user).get(PAGE))


def test_what_the_page_says_before_it_says_afterwards(
    amendment: Amendment, coordinator: User, reader: User, show: Show
) -> None:
    before = part(show(coordinator), "effects")
    assert "2021 €5,000.00 – −€5,000.00 – –" in before.replace("\N{MINUS SIGN}", "−")
    assert "Total €10,000.00 – −€10,000.00 €9,000.00 €4,000.00" in before.replace("\N{MINUS SIGN}", "−")
    assert "1.1: €9,000.00 committed, €4,000.00 paid" in before
    assert "Round 2022-08 no longer asks Education and Training for 1.1" in before
    assert "1.2: Education and Training has a draft; it stays readable." in before
    asks = "Round Round 2022-08 is under way and asks about 1.1 and 1.2. "
    assert asks in before
    put_in_force(amendment, coordinator, AT)
    after = part(show(coordinator), "effects")
    told = after.replace("What followed?", "What follows?").replace("Who was told?", "Who is told?")
    assert told.replace(
        "As it was on 5 September 2022, when the amendment was put in force. ", ""
    ) == before.replace(asks, "")
    seen = part(show(reader), "effects")
    assert "1.1: €9,000.00 committed, €4,000.00 paid" in seen
    assert "Round 2022-08 no longer asks Education and Training for 1.1" in seen
    assert "has a draft" not in seen


def test_codes_days_and_amounts_are_kept_and_no_words(amendment: Amendment, coordinator: User) -> None:
    expected = preview_of(amendment, FROM).effects
    put_in_force(amendment, coordinator, AT)
    amendment.refresh_from_db()
    assert from_plain(amendment.effects) == expected
    assert json.loads(json.dumps(to_plain(expected))) == amendment.effects
    values = [inner[key] for inner, key in places_in(amendment.effects)]
    texts = {value for value in values if isinstance(value, str)}
    assert {text for text in texts if not re.fullmatch(r"[0-9.-]+|[a-z_]+", text)} == set()


def test_what_was_reported_and_not_accepted_is_no_money_yet(
    amendment: Amendment, two_rounds: ChangedPlan
) -> None:
    small = two_rounds.small
    mark = preview_of(amendment, FROM).mark
    two_rounds.report(
        "2022-08", small.with_money, noon(2022, 9, 3), expenditures=two_rounds.money(2022, 5000)
    )
    preview = preview_of(amendment, FROM)
    assert preview.effects.by_year("paid") == {2022: 5000}
    assert preview.mark != mark


@pytest.mark.usefixtures("two_rounds")
def test_one_that_was_put_in_force_earlier_says_that_nothing_was_kept(
    coordinator: User, other_coordinator: User, two_rounds: ChangedPlan, show: Show
) -> None:
    amendment = prepared(two_rounds.plan, coordinator, FROM)
    amended(amendment, "1.2", coordinator, end=DAY(2023, 6, 30))
    facts = {"put_in_force_by": other_coordinator, "put_in_force_by_name": "Other", "put_in_force_at": AT}
    Amendment.objects.filter(pk=amendment.pk).update(**facts)
    page = show(coordinator)
    assert "What followed from it was not kept when it was put in force." in page.text
    assert page.all("section", **{"aria-labelledby": "effects"}) == []


def test_nothing_is_kept_of_one_that_waits(amendment: Amendment) -> None:
    with pytest.raises(IntegrityError, match="amendment_effects_once_in_force"), transaction.atomic():
        Amendment.objects.filter(pk=amendment.pk).update(effects={})
