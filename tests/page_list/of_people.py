"""Answers to forms: people, invitations and file holders."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, address
from tests.sent_forms import new_token
from tests.world import World


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
