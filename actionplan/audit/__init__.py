"""The trail: who did what to which fact, when."""
