"""Training of the strip reader (`make train DATA=dir`); the only package that imports torch.

Strings are composed from single digits of public sets and from the project's own stroke
generator, worn as a photo wears them, and cut as the reader cuts its cells.
"""
