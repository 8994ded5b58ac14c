"""Where strangers' pictures are decoded: a child of the worker, within walls.

The worker hands it bytes and gets a sight back; a picture that crashes it, hangs or eats memory
costs one child and its own photo, never the worker (docs/security.md).
"""
