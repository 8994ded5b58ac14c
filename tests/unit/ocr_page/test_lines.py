import numpy as np

from ocr.page.lines import Pieces, fit_bend


def _curved(levels: list[float]) -> Pieces:
    along = np.tile(np.arange(40.0, 800.0, 4.0), len(levels))
    of = np.repeat(np.arange(len(levels)), along.size // len(levels))
    bend = 9 * np.sin(along / 420) + 0.01 * along
    across = np.array(levels)[of] + bend
    return Pieces(of, along, across, len(levels))


def test_one_bend_levels_all_lines() -> None:
    pieces = _curved([100.0, 160.0, 240.0, 500.0])
    bend = fit_bend(pieces, (827, 600), 1.5)
    level = bend.level(pieces.along, pieces.across)
    for k in range(pieces.count):
        assert np.ptp(level[pieces.of == k]) < 1.5


def test_a_level_is_found_again_along_the_line() -> None:
    pieces = _curved([100.0, 300.0])
    bend = fit_bend(pieces, (827, 600), 1.5)
    x = np.linspace(50, 780, 30)
    y = bend.across(x, np.array(250.0))
    assert np.allclose(bend.level(x, y), 250.0, atol=0.05)


def test_a_stray_stroke_bends_nothing() -> None:
    straight = np.arange(40.0, 800.0, 4.0)
    of = np.concatenate([np.repeat([0, 1, 2], straight.size), np.full(40, 3)])
    along = np.concatenate([np.tile(straight, 3), np.arange(300.0, 460.0, 4.0)])
    across = np.concatenate(
        [np.repeat([100.0, 200.0, 300.0], straight.size), 150 + np.arange(40.0)]
    )
    bend = fit_bend(Pieces(of, along, across, 4), (827, 600), 1.5)
    assert np.abs(bend.level(straight, np.full(straight.size, 200.0)) - 200).max() < 1.0
