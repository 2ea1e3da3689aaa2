"""What organisations report and what the Platform answers: drafts, checks, submission, review, questions, proposals."""
