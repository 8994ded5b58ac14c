"""Counts written in words (จำนวนเป็นตัวอักษร): the second witness beside the digits."""
