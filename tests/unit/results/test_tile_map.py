import random
from collections import defaultdict

from results.tile_map import TileMap, tile_map
from tests.unit.results.country import codes, country, head


def _of_provinces(drawn: TileMap) -> dict[str, set[tuple[int, int]]]:
    places: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for tile in drawn.tiles:
        places[tile.manifest["province"]["code"]].add((tile.x, tile.y))
    return places


def test_every_constituency_has_a_tile_of_its_own() -> None:
    drawn = tile_map(country())
    assert len({(tile.x, tile.y) for tile in drawn.tiles}) == len(drawn.tiles) == 400
    assert all(0 <= t.x < drawn.width and 0 <= t.y < drawn.height for t in drawn.tiles)


def test_a_province_hangs_together() -> None:
    for province, places in _of_provinces(tile_map(country())).items():
        reached, edge = set(), [next(iter(places))]
        while edge:
            x, y = edge.pop()
            reached.add((x, y))
            beside = {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)}
            edge.extend((beside & places) - reached)
        assert reached == places, province


def test_the_shape_is_the_country_s() -> None:
    places = _of_provinces(tile_map(country()))
    middle = {p: (_mean(x for x, _ in t), _mean(y for _, y in t)) for p, t in places.items()}
    assert middle["CRI"][1] < middle["NSN"][1] < middle["BKK"][1] < middle["NST"][1]
    assert middle["KRI"][0] < middle["AYA"][0] < middle["NMA"][0] < middle["UBN"][0]


def _mean(numbers: object) -> float:
    found = list(numbers)  # type: ignore[call-overload]
    return sum(found) / len(found)


def test_lines_part_provinces_only() -> None:
    chance = random.Random(1)
    one = tile_map([head(f"BKK_{n}", chance) for n in (1, 2, 3)])
    assert one.borders == ""
    assert tile_map(country()).borders.count("M") > 77


def test_what_can_change_is_hatched_and_nothing_else() -> None:
    heads = country()
    drawn = tile_map(heads)
    open_ones = [t for t in drawn.tiles if t.is_open and t.colour]
    assert 0 < len(open_ones) < 400
    assert drawn.hatching.count("M") == 3 * len(open_ones)
    for tile in drawn.tiles:
        if not tile.manifest["totals"]:
            assert (tile.colour, tile.is_open) == (None, False)


def test_constituencies_that_the_layout_does_not_know_stand_below_it() -> None:
    chance = random.Random(1)
    known = [head(code, chance) for code in codes()[:3]]
    new = [head(f"NEW_{n}", chance) for n in range(1, 26)]
    drawn = tile_map([*known, *new])
    lowest = max(t.y for t in drawn.tiles[:3])
    assert all(t.y > lowest for t in drawn.tiles[3:])
    assert len({(t.x, t.y) for t in drawn.tiles}) == 28
    assert tile_map(new).tiles[0].y == 0
