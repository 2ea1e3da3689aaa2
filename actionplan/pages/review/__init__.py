"""The review of reports by the Platform."""
