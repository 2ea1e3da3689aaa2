"""Ministers, policy areas and organisations, past and present."""
