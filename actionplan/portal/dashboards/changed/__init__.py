"""What changed between two sides, each a day or a closed round: per action, field by field, and who said it."""
