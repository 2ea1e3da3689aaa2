"""The forms of reporting: they turn what people typed into a position, and keep it when it cannot be read."""
