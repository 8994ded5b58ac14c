"""Names of places in the head of a form, judged against the names that a register knows."""
