"""What organisations report, how the Platform assesses it, and which reports count for each action."""
