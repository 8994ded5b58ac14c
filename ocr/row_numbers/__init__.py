"""Printed row numbers (หมายเลขประจำตัวผู้สมัคร): which number the print gives each row of a table."""
