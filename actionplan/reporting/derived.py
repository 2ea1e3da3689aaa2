"""What the database keeps of reporting: which report is the action's word, between which instants."""

import datetime

from actionplan.base.derived import Derived
from actionplan.base.triggers import Keeper

SAID = (
    "status",
    "confidence",
    "on_behalf",
    "on_hold_since",
    "actual_start",
    "actual_end",
    "forecast_end",
    "submitted_at",
    "reviewed_at",
    "verdict",
    "reviewed_within",
)
NAMED = ("names_obstacle", "names_source")
STILL = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)
"""The end of what has none yet. In UTC, which SQLite compares as it is written."""
LAST_INSTANT = f"{STILL:%Y-%m-%d %H:%M:%S}"

ACTION_WORDS = Derived(
    "reporting_actionword",
    ("action_id", "basis", "report_id", "since", "until", *SAID, *NAMED),
    f"""
SELECT word.action_id, word.basis, s.report_id, word.since, word.until, {", ".join(f"r.{name}" for name in SAID)},
  r.obstacles <> '' OR r.redacted_at IS NOT NULL, r.source <> '' OR r.redacted_at IS NOT NULL
FROM (
  SELECT action_id, basis, since,
    COALESCE(LEAD(since) OVER (PARTITION BY action_id, basis ORDER BY since), '{LAST_INSTANT}') AS until
  FROM (
    SELECT action_id, basis, since FROM reporting_standing WHERE as_lead AND ({{of}})
    UNION
    SELECT action_id, basis, until FROM reporting_standing WHERE as_lead AND until IS NOT NULL AND ({{of}})
  ) AS instants
) AS word
JOIN reporting_standing s ON s.id = (
  SELECT o.id FROM reporting_standing o
  WHERE o.action_id = word.action_id AND o.basis = word.basis AND o.as_lead
  AND o.since <= word.since AND (o.until IS NULL OR o.until > word.since)
  ORDER BY o.since DESC, o.id DESC LIMIT 1
)
JOIN reporting_progressreport r ON r.id = s.report_id""",  # noqa: S608 (of our own names)
)

_OF_ROW = "action_id = {row}.action_id"

KEEPERS: list[Keeper] = [
    *ACTION_WORDS.kept_with("reporting_standing", ["INSERT", "UPDATE"], _OF_ROW),
    *ACTION_WORDS.kept_with("reporting_progressreport", ["UPDATE"], _OF_ROW, when="NEW.state <> 'draft'"),
]
DERIVED = [ACTION_WORDS]
