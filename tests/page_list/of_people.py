"""Entries of the page list: people, invitations and file holders."""

from collections.abc import Iterator

from actionplan.accounts.models import User
from tests.page_list.entries import Answer, Page, address
from tests.sent_forms import new_token
from tests.world import World


def pages_of_people(world: World) -> Iterator[Page]:
    sent, role = world.invited, world.people["contributor"].memberships.get()
    yield Page("people", "coordinator", address("people"))
    yield Page("people, all roles", "administrator", address("people"))
    chosen = {"for": "organisation:ov", "as": "contact_point"}
    yield Page("invite", "coordinator", address("people-invite", **chosen))
    yield Page("invite, all roles", "administrator", address("people-invite"))
    for state in ["to-report", "used"]:
        again = address("invitation-send-again", sent[state].invitation.pk)
        yield Page(f"send an invitation again, {state}", "coordinator", again)
    yield Page("end a role", "coordinator", address("role-end", role.pk))
    withheld = User.objects.get(username="withheld")
    yield Page("confirm a person", "coordinator", address("person-confirm", withheld.pk))
    yield Page("invitation", "anonymous", address("invitation", sent["to-report"].key))
    yield Page("invitation, signed in", "roleless", address("invitation", sent["to-roleless"].key))
    yield Page("invitation, not theirs", "reader", address("invitation", sent["to-report"].key), 403)
    yield Page("invitation, used", "anonymous", address("invitation", sent["used"].key), 410)
    yield Page("invitation, unknown", "reader", address("invitation", "unknown"), 404)
    yield Page("file holders", "contributor", address("file-holders", world.plan.code, world.lead.key))


def answers_of_people(world: World) -> Iterator[Answer]:
    sent, role = world.invited, world.people["contributor"].memberships.get()
    token = {"token": new_token()}
    invite = address("people-invite")
    yield Answer("invite nobody", "coordinator", invite, {**token, "part": "contact_point"}, 400)
    known = {
        **token,
        "part": "contact_point",
        "body": "organisation:ov",
        "name": "Somebody",
        "email": "contributor@example.org",
        "language": "nl",
    }
    yield Answer("invite who has the role", "coordinator", invite, known, 409)
    again = address("invitation-send-again", sent["used"].invitation.pk)
    yield Answer("send a used invitation", "coordinator", again, token, 409)
    end = address("role-end", role.pk)
    yield Answer("end a role, no day", "coordinator", end, {**token, "on": "soon"}, 400)
    yield Answer("end a role too early", "coordinator", end, {**token, "on": "2019-01-01"}, 409)
    list_of_lead = address("list-confirm", "organisation", "ov")
    yield Answer("confirm an old list", "coordinator", list_of_lead, {**token, "opened_on": "old"}, 409)
    take_up = address("invitation", sent["to-report"].key)
    yield Answer("take up, wrong", "anonymous", take_up, {**token, "password": "qx"}, 400)
    weak = {**token, "name": "Sample", "password": "qx"}
    yield Answer("take up, weak password", "anonymous", take_up, weak, 400)
    save = address("file-holders", world.plan.code, world.lead.key)
    deputy = {f"deputy-{world.small.joint.pk}": world.people["contributor"].pk}
    yield Answer("file holders, wrong", "contributor", save, {**token, "opened_on": "old", **deputy}, 400)
    yield Answer("file holders, late", "contributor", save, {**token, "opened_on": "old"}, 409)
