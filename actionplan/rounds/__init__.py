"""The life of a round: preparing, opening, validating and closing it; verifying, downloading and redacting
snapshots.
"""
