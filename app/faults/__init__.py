"""Nights in which processes are killed at random; afterwards everything is counted from outside."""
