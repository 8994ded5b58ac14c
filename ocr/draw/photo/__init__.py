"""Photographs of drawn pages: where the paper lies, how the light falls, what the lens spoils."""
