"""The life of a round, from preparing to closing; verifying, downloading and redacting snapshots."""
