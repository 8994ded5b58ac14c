"""The one conversation: pure, without clock, network, database or chat SDK."""
