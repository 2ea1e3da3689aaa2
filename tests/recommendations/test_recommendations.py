"""Recommendations: kept by coordinators, read by all, every change with who and when, frozen, removed by law."""

import datetime
import json
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.reporting.models import Recommendation, Snapshot, SnapshotItem, SnapshotText
from actionplan.reporting.models.recommendations import RECOMMENDATION_TEXTS
from actionplan.rounds.redacting import redact_recommendation
from actionplan.rounds.verifying import verify
from tests.personas import SmallPlan
from tests.reading import read, read_csv, read_csv_by_head
from tests.recommendations.recommendations_world import FORM, written
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound
from tests.sent_forms import new_token, send

pytestmark = pytest.mark.django_db
LIST = "/2020-2024/recommendations/"


def test_one_is_added_changed_and_carried_out_and_everybody_reads_who_changed_what(
    small_plan: SmallPlan, platform: Client, viewer: Client, author: Client
) -> None:
    action = small_plan.actions[0]
    form = platform.get(f"{LIST}new/")
    # bad input gets a sentence at the field, and nothing is lost
    answer = send(platform, form, f"{LIST}new/", **FORM | {"text": "", "actions": f"{action.code}, 9.99"})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "Say what is recommended, in one of the two languages." in text
    assert "This plan has no action 9.99." in text
    assert f'value="{action.code}, 9.99"' in text
    sent = FORM | {"state": "open", "actions": action.code, "followed_up_by": "kbbj_abb"}
    answer = send(platform, form, f"{LIST}new/", **sent)
    assert answer.url == f"{LIST}1/"
    # read on the list, on its own page and on the action
    assert "all 1 open 1" in read(viewer.get(LIST)).text
    objective = f"/2020-2024/objectives/{action.objective.number}/"
    for address in [f"/2020-2024/actions/{action.code}/", objective]:
        assert "Sample: say more." in read(author.get(address)).text, address
    # and in a file with the columns of the report to the Government
    (told,) = read_csv_by_head(viewer.get("/2020-2024/recommendations.csv?state=open"))
    assert (told["What"], told["About"], told["State"]) == ("Sample: say more.", action.code, "Open")
    assert read_csv(viewer.get("/2020-2024/recommendations.csv?state=carried_out"))[1:] == []
    assert viewer.get("/2020-2024/recommendations.csv?state=gone").status_code == 400
    form = platform.get(f"{LIST}1/change/")
    why = {"state": "not_followed", "why": ""}
    assert "Say why it is not followed." in send(platform, form, f"{LIST}1/change/", **why).content.decode()
    send(platform, form, f"{LIST}1/change/", state="carried_out", answer="Sample: done.")
    page = read(viewer.get(f"{LIST}1/")).text
    assert "Recommendation 1: carried out" in page
    assert "Coordinator: answer of the Government, state · carried out" in page
    assert "Coordinator: added · open" in page
    assert "There is no recommendation here." in read(viewer.get(f"{LIST}?state=open")).text
    assert "Not known here: “gone”" in read(viewer.get(f"{LIST}?state=gone")).text


def test_one_in_dutch_alone_is_read_in_english_too_and_says_so(
    small_plan: SmallPlan, platform: Client, viewer: Client
) -> None:
    form, dutch = platform.get(f"{LIST}new/"), {"text": "", "text_nl": "Zeg meer."}
    assert send(platform, form, f"{LIST}new/", **FORM | dutch).status_code == 302
    assert "Zeg meer." in read(viewer.get(LIST)).text
    page = read(viewer.get(f"{LIST}1/"))
    assert "Only in Dutch: Zeg meer." in page.text
    assert [element.text for element in page.all("div", lang="nl")] == ["Zeg meer."]
    (told,) = read_csv_by_head(viewer.get(f"{LIST[:-1]}.csv"))
    assert told["What"] == "Zeg meer. (in Dutch)"


def test_two_at_once_overwrite_nothing_and_see_both_versions(
    small_plan: SmallPlan, platform: Client, coordinator: User
) -> None:
    written(small_plan.plan, coordinator)
    form = platform.get(f"{LIST}1/change/")
    written(small_plan.plan, coordinator, number=1, opened_on=1, text="Sample: another.")
    answer = send(platform, form, f"{LIST}1/change/", text="Sample: mine.")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Coordinator changed this recommendation in the meantime." in text
    assert "Sample: another." in text
    assert "Sample: mine." in text
    assert send(platform, answer, f"{LIST}1/change/").status_code == 302
    assert Recommendation.objects.latest("version").text == "Sample: mine."
    # the same form sent twice counts once
    sent = FORM | {"token": new_token(), "opened_on": 3}
    assert {platform.post(f"{LIST}1/change/", sent).url for _time in range(2)} == {f"{LIST}1/"}
    assert Recommendation.objects.count() == 4


def test_nothing_changed_writes_nothing_and_only_coordinators_write(
    small_plan: SmallPlan, coordinator: User, auditor: User
) -> None:
    first = written(small_plan.plan, coordinator)
    assert written(small_plan.plan, coordinator, number=1, opened_on=1) == first
    assert Event.objects.filter(verb=Verb.RECOMMENDATION_WRITTEN).count() == 1
    with pytest.raises(PermissionDenied):
        written(small_plan.plan, auditor)
    with pytest.raises(ChangedMeanwhile):
        written(small_plan.plan, coordinator, number=1, opened_on=0, text="Sample.")
    with pytest.raises(Refused, match="why"):
        written(small_plan.plan, coordinator, state="not_followed")
    assert Recommendation.objects.get() == first


def test_a_version_and_what_it_is_about_never_change(small_plan: SmallPlan, coordinator: User) -> None:
    row = written(small_plan.plan, coordinator, actions=frozenset(small_plan.actions[:1]))
    rows, about = Recommendation.objects.all(), row.subjects.all()
    for change in [
        lambda: rows.update(state="carried_out"),
        lambda: rows.update(text=""),
        rows.delete,
        lambda: about.update(action=small_plan.actions[1]),
        about.delete,
        lambda: row.subjects.create(action=small_plan.actions[1]),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert row.actions == small_plan.actions[:1]


@pytest.mark.owner
def test_a_closing_freezes_them_and_a_removal_by_law_empties_every_version_and_the_snapshot(
    frozen: FrozenRound, coordinator: User, administrator: User
) -> None:
    plan = frozen.plan
    written(plan, coordinator, noon(2022, 9, 10), why="Sample why.")
    written(plan, coordinator, noon(2022, 9, 20), number=1, opened_on=1, answer="Sample answer.")
    snapshot: Snapshot = frozen.again(noon(2022, 10, 1), coordinator)
    written(plan, coordinator, noon(2022, 10, 2), number=1, opened_on=2, state="carried_out")
    item = SnapshotItem.objects.get(snapshot=snapshot, table="recommendations")
    [content] = json.loads(bytes(item.content))
    assert (content["version"], content["state"]) == (2, "open")
    known = Recommendation.objects.of_plan(plan).at(snapshot.taken_at).get()
    texts = dict(SnapshotText.objects.filter(item=item).values_list("name", "text"))
    assert texts == {
        f"/0/{name}": getattr(known, name) for name in RECOMMENDATION_TEXTS if getattr(known, name)
    }
    out = StringIO()
    call_command(
        "redact_recommendation",
        plan.code,
        "1",
        by=administrator.username,
        reason="Sample law.",
        no_input=True,
        stdout=out,
    )
    assert "version 3" in out.getvalue()
    assert {getattr(row, name) for row in Recommendation.objects.all() for name in RECOMMENDATION_TEXTS} == {
        ""
    }
    assert set(SnapshotText.objects.filter(item=item).values_list("text", "salt")) == {("", "")}
    assert verify(snapshot) == []
    assert "Sample law." in Event.objects.get(verb=Verb.RECOMMENDATION_REDACTED).sentence
    with pytest.raises(Refused, match="no text left"):
        redact_recommendation(
            plan=plan,
            number=1,
            reason="Sample.",
            by=administrator,
            at=noon(2023, 1, 1) + datetime.timedelta(1),
        )
