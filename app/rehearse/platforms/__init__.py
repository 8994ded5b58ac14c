"""Strict stand-ins of both platforms on loopback: they refuse what the real ones refuse."""
