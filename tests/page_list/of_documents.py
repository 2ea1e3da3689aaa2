"""Answers to forms: the documents made from rounds as pages, and the record of what was sent."""

from collections.abc import Iterator

from tests.documents.documents_world import HASHES, SENT, WITHDRAWN, document_named
from tests.page_list.entries import Answer, address
from tests.sent_forms import new_token
from tests.world import World


def answers_of_documents(world: World) -> Iterator[Answer]:
    closed = world.rounds["closed"]
    names, token = [closed.plan.code, closed.round.code], {"token": new_token()}
    record = address("sent-document-record", *names)
    yield Answer("record, nothing filled in", "coordinator", record, {**token, "kind": "extract"}, 400)
    again = {"kind": "report", "reference": "Sample sent", "sent_on": "2023-02-03", "edition": "public"}
    again |= {"sha256": HASHES[SENT]}
    yield Answer("recorded without its file", "coordinator", record, {**token, **again}, 409)
    follow_up = address("sent-document-follow-up", *names, document_named(SENT))
    yield Answer("what became of it, nothing filled in", "coordinator", follow_up, token, 409)
    withdraw = address("sent-document-withdraw", *names, document_named(SENT))
    yield Answer("withdraw without a reason", "coordinator", withdraw, token, 400)
    gone = address("sent-document-withdraw", *names, document_named(WITHDRAWN))
    yield Answer("withdrawn already", "coordinator", gone, {**token, "reason": "Sample."}, 409)
