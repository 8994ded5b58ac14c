"""The door for those who check: reviewers, supervisors, clerks."""
