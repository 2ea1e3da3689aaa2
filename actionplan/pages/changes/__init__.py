"""What changed between two sides, each a day or a closed round; and on one action, each time that something did."""
