"""Background work: photos and sheets wait in DBOS beside the record, and nothing is lost.

Its traps stay behind this package: the record is the source of truth, ids are the only arguments,
a dead worker's jobs are taken over by our own sweeper, attempts are counted in the photo's row.
"""
