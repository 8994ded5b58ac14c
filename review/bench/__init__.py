"""Measures of the desk: keys and seconds a sheet, and wrong cells in a simulated night."""
