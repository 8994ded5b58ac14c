"""What an election is: terms, rules and states, then tables, then queries."""
