"""What somebody who took over the portal's process may try on what may never change, as the role that serves it and, having its
owner's address, as the owner.
"""

from typing import NamedTuple

import pytest
from django.db import DatabaseError, connection, transaction

from actionplan.accounts.models import User
from actionplan.base.triggers import wrong_triggers
from actions.models import Amendment
from tests.amendments.amending import DAY, amended, prepared, put_in_force
from tests.database_state import undone
from tests.reporting_factories import noon
from tests.roles import as_owner
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

DENIED = "permission denied for table"
REMOVAL = (
    "INSERT INTO audit_event (at, actor, verb, subject_label, subject_key, subject, plan, names_json, before_json, after_json) "
    "SELECT '2023-03-01', 'nobody', 'redacted', '', '', '', plan_id, '', '', '' FROM actions_action WHERE code = '1.1'; "
)
"""What the trail says of a removal by law, which nobody decided."""
ACCEPTED = "(SELECT id FROM reporting_progressreport WHERE state = 'accepted')"


class Attack(NamedTuple):
    table: str
    sql: str
    refusal: str = DENIED
    """Of the role that serves; the owner is refused by a trigger."""


SEAL = "INSERT INTO audit_seal (chain, number, event, texts_sha256, sha256, salt)"
FOLLOWS = "a seal follows the newest of its chain"
REPORT = "a submitted report may only be reviewed"
ROWS = "the rows of a submitted report may not change"
AMENDMENT = "an amendment that is in force or dropped may not change"
ATTACKS = [
    Attack("audit_event", "UPDATE audit_event SET actor_key = 4711"),
    Attack("audit_event", "UPDATE audit_event SET at = at - interval '1 day'"),
    Attack("audit_event", "DELETE FROM audit_event"),
    Attack("audit_event", f"{REMOVAL} UPDATE audit_event SET subject = 'Other.', redacted_at = '2023-03-01'"),
    Attack("audit_seal", "UPDATE audit_seal SET sha256 = repeat('0', 64)"),
    Attack("audit_seal", "UPDATE audit_seal SET salt = ''"),
    Attack("audit_seal", "DELETE FROM audit_seal"),
    Attack(
        "audit_seal",
        f"{SEAL} SELECT chain, 1000000000000, event + 1, '0', '0', '' FROM audit_seal LIMIT 1",
        FOLLOWS,
    ),
    Attack(
        "audit_seal",
        f"{SEAL} SELECT chain, max(number) + 1, -1, '0', '0', '' FROM audit_seal GROUP BY chain",
        FOLLOWS,
    ),
    Attack("reporting_progressreport", "UPDATE reporting_progressreport SET status = 'completed'", REPORT),
    Attack("reporting_progressreport", "UPDATE reporting_progressreport SET done = 'All is well.'", REPORT),
    Attack("reporting_progressreport", "UPDATE reporting_progressreport SET state = 'draft'", REPORT),
    Attack("reporting_progressreport", "UPDATE reporting_progressreport SET reviewed_by_id = NULL", REPORT),
    Attack("reporting_progressreport", "DELETE FROM reporting_progressreport", REPORT),
    Attack("reporting_expenditure", "UPDATE reporting_expenditure SET paid = 5000000", ROWS),
    Attack("reporting_expenditure", "DELETE FROM reporting_expenditure", ROWS),
    Attack(
        "reporting_expenditure",
        f"INSERT INTO reporting_expenditure (report_id) SELECT id FROM {ACCEPTED} accepted",
        ROWS,
    ),
    Attack("reporting_reportedmilestone", "UPDATE reporting_reportedmilestone SET state = 'dropped'", ROWS),
    Attack("reporting_standing", "UPDATE reporting_standing SET since = since - interval '1 day'"),
    Attack(
        "reporting_standing",
        "UPDATE reporting_standing SET until = NULL",
        "a standing may only be ended, once",
    ),
    Attack("reporting_standing", "DELETE FROM reporting_standing"),
    Attack("reporting_closing", "UPDATE reporting_closing SET closed_at = now()"),
    Attack("reporting_closing", "DELETE FROM reporting_closing"),
    Attack("reporting_snapshot", "UPDATE reporting_snapshot SET sha256 = repeat('0', 64)"),
    Attack("reporting_snapshot", "DELETE FROM reporting_snapshot"),
    Attack("reporting_snapshotitem", "UPDATE reporting_snapshotitem SET content = '{}'"),
    Attack("reporting_snapshotitem", "DELETE FROM reporting_snapshotitem"),
    Attack(
        "reporting_snapshotitem",
        "INSERT INTO reporting_snapshotitem (snapshot_id) SELECT closing_id FROM reporting_snapshot",
        "a snapshot may not be changed or added to",
    ),
    Attack("reporting_snapshottext", "UPDATE reporting_snapshottext SET text = 'All is well.'"),
    Attack("reporting_question", "UPDATE reporting_question SET text = 'Other.'"),
    Attack("reporting_ministeranswer", "UPDATE reporting_ministeranswer SET action_id = action_id + 1"),
    Attack("actions_amendment", "UPDATE actions_amendment SET reason = 'Other.'", AMENDMENT),
    Attack("actions_amendment", "DELETE FROM actions_amendment", AMENDMENT),
    Attack("actions_amendedaction", "UPDATE actions_amendedaction SET after = '{}'", AMENDMENT),
    Attack(
        "actions_amendedaction",
        "INSERT INTO actions_amendedaction (amendment_id) SELECT id FROM actions_amendment",
        AMENDMENT,
    ),
]
BY_THE_OWNER_ALONE = [
    ("CREATE TEMPORARY TABLE audit_event (id bigint)", "permission denied to create temporary tables"),
    ("CREATE TABLE other (id bigint)", "permission denied for schema public"),
    ("CREATE SCHEMA portal_app", "permission denied for database"),
    ("TRUNCATE audit_event CASCADE", DENIED),
    ("ALTER TABLE audit_event DISABLE TRIGGER ALL", "must be owner"),
    ("DROP TRIGGER audit_event_no_update ON audit_event", "must be owner"),
    ("DROP FUNCTION audit_event_no_update() CASCADE", "must be owner"),
    (
        "CREATE TRIGGER more BEFORE INSERT ON audit_event EXECUTE FUNCTION audit_event_no_update()",
        DENIED,
    ),
    ("ALTER TABLE audit_event RENAME TO other", "must be owner"),
    (
        f"{REMOVAL} UPDATE reporting_progressreport SET done = '', redacted_at = '2023-03-01' WHERE id IN {ACCEPTED}",
        REPORT,
    ),
    (
        f"{REMOVAL} UPDATE reporting_snapshottext SET text = '', salt = '', redacted_at = '2023-03-01'",
        DENIED,
    ),
]


@pytest.fixture
def in_force(frozen: FrozenRound, coordinator: User) -> Amendment:
    """Beside a closed round with its reports."""
    amendment = prepared(frozen.plan, coordinator, DAY(2023, 1, 1))
    amended(amendment, "1.1", coordinator, title="Another title")
    put_in_force(amendment, coordinator, noon(2023, 1, 5))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return amendment


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def refused(sql: str, refusal: str) -> None:
    with pytest.raises(DatabaseError, match=refusal):
        run(sql)


def test_the_role_that_serves_is_refused_all_of_it(in_force: Amendment) -> None:
    for attack in ATTACKS:
        refused(attack.sql, attack.refusal)
    for sql, refusal in BY_THE_OWNER_ALONE:
        refused(sql, refusal)


def test_the_owner_is_refused_too_and_where_the_triggers_are_switched_off_check_says_so(
    in_force: Amendment,
) -> None:
    with as_owner():
        for attack in ATTACKS:
            refused(attack.sql, f"{attack.table}_no_")
        for table in sorted({attack.table for attack in ATTACKS}):
            with undone():
                run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
                assert {name.partition("_no_")[0] for name in wrong_triggers(connection)} == {table}


def test_a_temporary_table_of_the_same_name_does_not_stand_before_what_a_guard_reads(
    in_force: Amendment,
) -> None:
    """Where somebody gave the role the right to make one again."""
    with as_owner():
        run(f'GRANT TEMPORARY ON DATABASE "{connection.settings_dict["NAME"]}" TO PUBLIC')
    columns = "SELECT id, 'draft' AS state, now() AS redacted_at FROM public.reporting_progressreport"
    run(f"CREATE TEMPORARY TABLE reporting_progressreport AS {columns}")
    run(
        "CREATE TEMPORARY TABLE actions_amendment AS SELECT id, NULL::date AS put_in_force_at, NULL::date AS dropped_at "
        "FROM public.actions_amendment"
    )
    refused("UPDATE reporting_expenditure SET paid = 5000000", ROWS)
    refused("UPDATE actions_amendedaction SET after = '{}'", AMENDMENT)
