"""Reporting by organisations and the Platform's answers: drafts, checks, submission, review, questions,
proposals.
"""
