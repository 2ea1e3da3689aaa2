"""The frozen snapshot of a closed round: taking it, its canonical bytes and hashes, verifying, redacting, reading it."""
