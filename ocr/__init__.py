"""Reading the forms: from the bytes of a photo to the numbers of a sheet."""

import os

# The runtime of the networks would keep a device id and report home; it asks when it is loaded.
os.putenv("ORT_DISABLE_TELEMETRY", "1")
