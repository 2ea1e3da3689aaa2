"""Quality of reporting: what reports leave unsaid."""
