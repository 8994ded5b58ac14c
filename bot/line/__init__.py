"""LINE: its door, its events read, its messages sent."""
