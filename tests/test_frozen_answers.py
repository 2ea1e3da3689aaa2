"""Who had answered when a round closed: in which order, under which words."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from actionplan.accounts.models import User
from actionplan.portal.frozen_answers import answered
from actionplan.reporting.models import SnapshotRequest
from tests.frozen_round import FrozenRound
from tests.written_documents import got, raw_text_of, sheets_of

Browse = Callable[[User], Client]
NAMES = ["2020-2024", "2022-06"]
NAMED = {
    "mobility": ("Works", "Aanleg"),
    "rights": ("Equal Chances", "Éénheid"),
    "sport": ("sport", "bloso"),
    "none": ("Youth", ""),
}


def order() -> list[str]:
    rows = [SnapshotRequest(organisation_key="", role="lead", state="nobody", days_late=0)]
    for key, (name, dutch) in NAMED.items():
        names = {"organisation_name": name, "organisation_name_nl": dutch}
        rows.append(
            SnapshotRequest(organisation_key=key, role="lead", state="accepted", days_late=0, **names)
        )
    return [one.organisation.key if one.organisation else "nobody" for one in answered(rows)]


def test_organisations_stand_by_the_name_that_is_shown_whatever_its_case_and_accents() -> None:
    with translation.override("en"):
        assert order() == ["rights", "sport", "mobility", "none", "nobody"]
    with translation.override("nl"):
        assert order() == ["mobility", "sport", "rights", "none", "nobody"]


@pytest.mark.django_db
def test_the_last_day_of_a_request_is_called_so_in_dutch(
    frozen: FrozenRound, client_of: Browse, reader: User
) -> None:
    client = client_of(reader)
    book = sheets_of(got(client, "government-report-xlsx", *NAMES, language="nl"))
    heads = [rows[0] for rows in book.values() if "Uiterlijk" in rows[0]]
    assert [head[0] for head in heads] == ["Code"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    page = raw_text_of(got(client, "round", *NAMES))
    assert '<th scope="col">Uiterlijk</th>' in page
    assert '<th scope="col">Timing</th>' not in page
