"""The blind random sample: some sheets get a second look though nobody disagrees."""

import hashlib
import hmac
from collections.abc import Mapping

DEFAULT_SHARE = 0.02


def is_sampled(secret: bytes, settings: Mapping[str, object], sheet_id: int) -> bool:
    """Tell whether a sheet is in the sample.

    The election's settings `sample_share` and `sample_seed` say how many and which. The secret
    keeps a reviewer from working out beforehand when a second person will look.
    """
    share = settings.get("sample_share", DEFAULT_SHARE)
    seed = str(settings.get("sample_seed", ""))
    drawn = hmac.new(secret, f"sample:{seed}:{sheet_id}".encode(), hashlib.sha256).digest()
    return int.from_bytes(drawn[:8], "big") < float(str(share)) * 2**64
