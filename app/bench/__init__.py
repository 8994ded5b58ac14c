"""Measurements of the whole system, each with a section of its own in docs/benchmarks.md."""
