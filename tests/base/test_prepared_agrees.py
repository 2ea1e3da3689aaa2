"""Every prepared query answers as its queryset does, on every page that asks it."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.base.prepared import Prepared

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def plain(row: Any) -> Any:
    """Of a row of a model everything that was read of it."""
    if not isinstance(row, Model):
        return row
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Counter[str]:
    """Asks everything a second time without its being prepared; how often by name."""
    settings.DEBUG = True  # demo accounts
    found: Counter[str] = Counter()
    asked = Prepared.__call__

    def both(query: Prepared, *values: Any, **shape: Any) -> list[Any]:
        rows = asked(query, *values, **shape)
        name = f"{query.build.__module__}.{query.build.__qualname__}"
        given = [getattr(value, "pk", value) if isinstance(value, Model) else value for value in values]
        expected = list(query.build(*given, **shape))
        assert [plain(row) for row in rows] == [plain(row) for row in expected], name
        found[name] += 1
        return rows

    monkeypatch.setattr(Prepared, "__call__", both)
    return found


@pytest.mark.parametrize(
    "username", ["abb", *(pytest.param(one, marks=pytest.mark.again) for one in ["platform", "cabinet"])]
)
def test_on_the_page_of_an_action(
    demo_story: str, compared: Counter[str], client_of: Callable[[User], Client], username: str
) -> None:
    client = client_of(User.objects.get(username=username))
    for code in ["1.1", "3.12", "4.7", "8.1"]:
        address = reverse("action", args=["2020-2024", code])
        for asked in ["", "?on=2021-12-31"]:
            assert client.get(address + asked).status_code == 200
    assert len(compared) >= 4
