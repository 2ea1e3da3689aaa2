"""What happens in the portal gets more kinds with time: the column of each takes a new one without a migration."""

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from actionplan.accounts.models import SignInEvent
from actionplan.audit.models import Event
from actionplan.reminders.models import Digest, Notice
from actionplan.reminders.states import DigestSort
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

COLUMNS = [(Event, "verb"), (Notice, "kind"), (SignInEvent, "kind")]


def row_of(model: type[models.Model], **facts: str) -> models.Model:
    if model is SignInEvent:
        return SignInEvent.objects.create(at=timezone.now(), **facts)
    if model is Event:
        return Event.objects.create(at=timezone.now(), subject_label="plan", subject_key="1", **facts)
    person = UserFactory()
    now = timezone.now()
    digest = Digest.objects.create(
        person=person, address=person.email, day=now.date(), sort=DigestSort.DAILY, claimed_at=now
    )
    return Notice.objects.create(digest=digest, person=person, subject="request:12", occasion="1", **facts)


@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_a_new_kind_needs_no_migration(model: type[models.Model], column: str) -> None:
    assert callable(model._meta.get_field(column).deconstruct()[3]["choices"])
    assert row_of(model, **{column: "of_tomorrow"}).pk


@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_there_is_no_row_without_a_kind(model: type[models.Model], column: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row_of(model, **{column: ""})
