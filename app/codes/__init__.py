"""Codes on paper: which units get them, and the PDF files they are printed from."""
