"""What organisations report, what the Platform thinks of it, and where each action stands."""
