"""The documents made from rounds, on the screen and as files; and the record of what was sent."""
