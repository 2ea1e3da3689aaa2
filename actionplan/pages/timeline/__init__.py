"""The timeline: what runs when, and what slips."""
