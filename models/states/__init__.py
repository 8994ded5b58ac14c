"""Closed lists of states and the events that move between them; pure, without a clock."""
