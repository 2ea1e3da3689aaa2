"""What the database keeps of reporting: which report is the action's word, between which instants."""

from actionplan.base.derived import Derived
from actionplan.base.triggers import Keeper

LAST_INSTANT = "9999-12-31 00:00:00"
"""In UTC: stands for "still"."""

ACTION_WORDS = Derived(
    "reporting_actionword",
    ("action_id", "basis", "report_id", "since", "until"),
    f"""
SELECT word.action_id, word.basis, s.report_id, word.since, word.until
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
)""",  # noqa: S608 (of our own names)
)

KEEPERS: list[Keeper] = ACTION_WORDS.kept_with(
    "reporting_standing", ["INSERT", "UPDATE"], "action_id = {row}.action_id"
)
DERIVED = [ACTION_WORDS]
