"""Bringing in what Ning's archive tool wrote: members, groups, and what they wrote, with replies and quotes."""
