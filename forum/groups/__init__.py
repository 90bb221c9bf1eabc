"""Places with members of their own."""
