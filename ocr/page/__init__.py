"""One photo of one page: found, straightened, its table and its lines cut into cells."""
