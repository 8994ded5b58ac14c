"""What all doors share: look, templates, phrases in two languages, formats, sessions, CSRF."""
