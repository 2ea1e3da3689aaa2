"""The sheet of an organisation: all its actions of the round at once."""
