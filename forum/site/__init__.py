"""The community as a whole: its name and its guidelines."""
