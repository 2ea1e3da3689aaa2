"""Two hundred people at once; see `./dev load`."""
