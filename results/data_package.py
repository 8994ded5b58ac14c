"""`datapackage.json`: what lies in the folder, for tools that know frictionless data packages."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from results.exports import AMPHOE_COLUMNS, TOTAL_COLUMNS, UNIT_COLUMNS

_SHAPES: Final = {
    "csv/totals.csv": ("totals", TOTAL_COLUMNS, "Sums of every constituency by way of voting."),
    "csv/amphoe.csv": ("amphoe", AMPHOE_COLUMNS, "Sums of every constituency by amphoe."),
    "csv/units.csv": ("units", UNIT_COLUMNS, "Every public unit of the country."),
}
_PACKED: Final = {"csv/units.csv": "csv/units.zip"}
"""What stands for a file that has outgrown a spreadsheet."""
_INTEGERS: Final = frozenset(
    {
        "snapshot",
        "unit_number",
        "sequence",
        "rechecked",
        "rehearsal",
        "units_counted",
        "units_expected",
        "choice_number",
        "value",
        "official",
    }
)


def data_package(root: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the description of the CSV files that are there."""
    return {
        "name": f"khanaen-{root['election']['code']}".lower().replace("_", "-"),
        "title": root["election"]["en"],
        "description": "Unofficial results, every number of which leads back to a signed form."
        + (" THIS IS A REHEARSAL, NOT AN ELECTION." if root["rehearsal"] else ""),
        "version": f"1.0.{root['sequence']}",
        "created": root["published_at"],
        "profile": "tabular-data-package",
        "official": False,
        "rehearsal": root["rehearsal"],
        "resources": list(_resources(files)),
    }


def _resources(files: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for path in _SHAPES:
        if path in files:
            # Of what is packed readers count the bytes inside, which nobody keeps.
            counted = {"bytes": files[path]["bytes"], "hash": f"sha256:{files[path]['sha256']}"}
            yield _resource(path) | counted
        elif _PACKED.get(path) in files:
            yield _resource(path) | {"path": _PACKED[path], "compression": "zip"}


def _resource(path: str) -> dict[str, Any]:
    name, columns, description = _SHAPES[path]
    return {
        "name": name,
        "path": path,
        "description": description,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": {
            "fields": [
                {"name": column, "type": "integer" if column in _INTEGERS else "string"}
                for column in columns
            ],
            "missingValues": [""],
        },
    }
