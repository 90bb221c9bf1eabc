"""Bringing in what Ning's archive tool wrote: members, groups, and discussions with their replies and quotes."""
