"""The demo night: the invented election set up, its sign-ins, and everything started at once."""
