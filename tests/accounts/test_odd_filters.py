"""Whatever an address asks of the lists of the administration, it is answered: with a list, without the filter, or with 400."""

from collections.abc import Iterator

import pytest
from django.db.models import CharField, DateField, Field, ForeignKey, IntegerField, Model, TextField
from django.test import Client
from django.urls import NoReverseMatch, reverse

from actionplan.accounts.models import Membership, User
from actionplan.audit.models import Event
from tests.accounts.test_admin import MODELS, address

PEOPLE = ["small_plan", "contributor", "minister_reader", "other_coordinator"]
pytestmark = pytest.mark.usefixtures(*PEOPLE)

LOOKED_AT = [User, Membership, Event]
"""Of the lists, those that are tried always."""
NUMBER = "9" * 30
OF_EVERY_LIST = [
    *["id__range=1", "id__range=", "id__in=x", f"id={NUMBER}", "id__gt=1e400", "id__isnull=maybe"],
    *["id__regex=(", "nothing=1", "%00=1", "=", "q=%00", f"p={NUMBER}", f"o={NUMBER}", "_facets=x"],
    *["e=1&id__range=1", "id__exact=%FF"],
]
ODD: dict[type[Field], list[str]] = {
    DateField: [
        *["__year=99999999999", "__year=-1", "__iso_year=99999999999", "__year__range=1", "__range=1"],
        *["__gte=nonsense", "__gte=99999-01-01", f"__month={NUMBER}", "__date__range=1", "__regex=("],
    ],
    CharField: ["__regex=(", "__iregex=[", "__range=1", "__exact=%00", "__year=1"],
    TextField: ["__regex=(", "__iregex=(a%2B)%2B$", "__in=%00"],
    ForeignKey: ["__id__range=1", "=abc", f"__exact={NUMBER}", "__isnull=z"],
    IntegerField: ["=x", f"__gt={NUMBER}", "__range=1", "__regex=("],
}


def odd_ones(model: type[Model]) -> Iterator[str]:
    """For every list, and for the first column of each kind that it has."""
    yield from OF_EVERY_LIST
    for kind, lookups in ODD.items():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, kind)]
        yield from (f"{names[0]}{lookup}" for lookup in lookups if names)


@pytest.mark.full
@pytest.mark.parametrize("view", ["changelist", "export"])
@pytest.mark.parametrize("part", ["some", pytest.param("others", marks=pytest.mark.full)])
def test_an_odd_filter_is_no_failure(keeper: Client, view: str, part: str) -> None:
    keeper.raise_request_exception = False
    failures = []
    for model in MODELS:
        if (model in LOOKED_AT) != (part == "some"):
            continue
        try:
            list_of = address(model, view)
        except NoReverseMatch:
            continue
        odd = list(odd_ones(model))
        assert len(odd) >= 20
        for lookup in odd:
            status = keeper.get(f"{list_of}?{lookup}").status_code
            if status not in ((200, 302, 400) if view == "changelist" else (200, 400)):
                failures.append((model.__name__, lookup, status))
    assert failures == []


def test_a_list_that_is_asked_in_vain_is_shown_whole_and_a_pattern_is_refused(
    keeper: Client, reader: User
) -> None:
    users = reverse("admin:accounts_user_changelist")
    answer = keeper.get(f"{users}?last_login__year=99999999999", follow=True)
    assert answer.redirect_chain == [(f"{users}?e=1", 302)]
    assert ">reader<" in answer.content.decode()
    assert keeper.get(f"{users}?username__regex=(").status_code == 400
    assert keeper.get(f"{users}?id__range=1").status_code == 302
    assert keeper.get(f"{reverse('admin:accounts_user_export')}?id__range=1").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        *[f"accounts/user/{key}/{page}/" for key in [NUMBER, "x", "%00"] for page in ["change", "history"]],
        *[f"accounts/membership/add/?{name}" for name in ["user=x", f"plan={NUMBER}", "in_force_from=x"]],
        *["autocomplete/?term=%00&app_label=x", "accounts/user/?_to_field=nothing", "r/x/y/"],
    ],
)
def test_an_odd_address_of_the_administration_is_no_failure(keeper: Client, path: str) -> None:
    keeper.raise_request_exception = False
    assert keeper.get(f"/administration/{path}").status_code in (200, 302, 400, 403, 404)
