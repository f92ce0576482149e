"""The review page: a restored text for people to see, decide on and save; and the decisions made there."""
