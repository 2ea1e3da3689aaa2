"""Closing a round: what is frozen, proved, downloaded, and removed by law."""
