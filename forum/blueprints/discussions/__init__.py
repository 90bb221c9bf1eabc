"""Pages of discussions and posts."""
