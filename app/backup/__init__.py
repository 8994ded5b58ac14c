"""A copy of everything that cannot be made again, taken while the night goes on, and its way back.

A backup folder holds `files/` (photos and images under their hashes, shared by all copies),
`public/` (what was published) and one folder a copy, named by its time: the record and what it is.
Keys are not in it: they are kept apart, by people.
"""
