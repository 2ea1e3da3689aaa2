"""The documents that are made from rounds, on the screen and as files; and the record of what was really sent."""
