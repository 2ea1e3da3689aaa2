"""The overview: where the plan stands, what needs attention, whether the money follows."""
