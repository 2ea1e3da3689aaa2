"""Ministers, policy areas and organisations, as they were and as they are."""
