"""Reporting and its review: drafts, checks, submission, acceptance, questions, proposals."""
