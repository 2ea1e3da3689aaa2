"""Who reports and reads for which body."""
