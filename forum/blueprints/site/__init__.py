"""Pages of the community as a whole."""
