"""Help: a page per job, in the reader's language, and the accessibility statement."""
