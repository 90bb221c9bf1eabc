"""Discussions: posts in order, answering and quoting one another."""
