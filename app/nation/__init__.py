"""A whole country's night, generated, confirmed and published as a rehearsal and a measurement."""
