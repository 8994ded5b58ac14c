"""Queries: functions whose first argument is the session; doors open and commit it."""
