"""What changed between two sides, each a day or a closed round; and the changes of one action."""
