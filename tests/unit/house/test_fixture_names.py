"""Fixtures of tests/fixtures are seen by every test: two of one name would hide each other."""

import ast
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "fixtures"


def _is_fixture(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute) and called.attr == "fixture"


def test_no_two_shared_fixtures_have_one_name() -> None:
    places = defaultdict[str, list[str]](list)
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(map(_is_fixture, node.decorator_list)):
                places[node.name].append(path.name)
    assert len(places) > 10
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
