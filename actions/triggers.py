"""What the database keeps of actions."""

from .in_plan import IN_PLAN, KEEPERS

__all__ = ["DERIVED", "KEEPERS"]

DERIVED = [IN_PLAN]
