"""Terms of the trade: plain values that every other package may speak of; they import nobody."""
