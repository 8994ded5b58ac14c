"""The files by unit as Parquet, with the same columns as the CSV."""

import io
from typing import Final

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from results.exports import UNIT_COLUMNS

_NUMBERS: Final = {
    "snapshot": pa.int32(),
    "unit_number": pa.int32(),
    "sequence": pa.int32(),
    "rechecked": pa.int8(),
    "rehearsal": pa.int8(),
    "choice_number": pa.int16(),
    "value": pa.int32(),
    "official": pa.int8(),
}
_SCHEMA: Final = pa.schema([(name, _NUMBERS.get(name, pa.string())) for name in UNIT_COLUMNS])
_OPTIONS: Final = arrow_csv.ConvertOptions(
    column_types=dict(zip(_SCHEMA.names, _SCHEMA.types, strict=True)), strings_can_be_null=False
)


class ParquetFile:
    """A Parquet file that grows by one group of rows a constituency."""

    def __init__(self) -> None:
        """Begin an empty file in memory."""
        self._stream = io.BytesIO()
        self._writer = pq.ParquetWriter(self._stream, _SCHEMA, compression="zstd")

    def add(self, data: bytes) -> None:
        """Add the rows of a CSV file by unit."""
        if data.count(b"\n") > 1:
            table = arrow_csv.read_csv(io.BytesIO(data), convert_options=_OPTIONS)
            self._writer.write_table(table)

    def closed(self) -> bytes:
        """Return the whole file; nothing can be added any more."""
        self._writer.close()
        return self._stream.getvalue()
