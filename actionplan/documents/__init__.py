"""The documents made from rounds: report to the Government, extract for a minister, mid-term evaluation."""
