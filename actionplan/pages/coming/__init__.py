"""What is coming in a plan, and what has passed and is still open."""
