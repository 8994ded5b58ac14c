"""`make bench`: what the reader reads right, on what, with what n, beside plain Tesseract.

Real sheets and digit sets lie outside the project; where they are absent a sentence says so.
"""
