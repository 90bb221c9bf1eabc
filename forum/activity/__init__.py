"""What happened, as rows: the spine that notices, digests and logs will read."""
