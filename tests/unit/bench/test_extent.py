from ocr.bench.extent import LONG, OF_DRAWN, Extent, Part


def test_everything_runs_unless_something_else_is_said() -> None:
    assert all(Extent().wants(part) for part in Part)


def test_a_quick_run_leaves_out_what_takes_long() -> None:
    assert {part for part in Part if not Extent(quick=True).wants(part)} == set(LONG)


def test_only_the_named_parts_run() -> None:
    only = Extent(only=(Part.CUTS, Part.WORSE))
    assert {part for part in Part if only.wants(part)} == {Part.CUTS, Part.WORSE}


def test_no_drawn_sheets_no_part_that_draws() -> None:
    assert {part for part in Part if not Extent(drawn=0).wants(part)} == set(OF_DRAWN)
