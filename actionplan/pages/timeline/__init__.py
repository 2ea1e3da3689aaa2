"""The timeline: what runs when, what is later than planned, what is past its end date."""
