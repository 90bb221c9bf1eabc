"""The harness that measures Roomful against the floors and targets of its design."""
