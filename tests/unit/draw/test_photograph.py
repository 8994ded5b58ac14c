import cv2
import numpy as np
import pytest

from models.values.forms import form_by_code
from ocr.draw import PRESETS, Conditions, DrawnPage, Habits, Kind, Look, draw_sheet, photograph
from ocr.draw.photo.geometry import place
from ocr.draw.sample import sample_filling


@pytest.fixture(scope="module")
def page() -> DrawnPage:
    form = form_by_code("ส.ส. 5/18")
    filling = sample_filling(form, 3, Habits())
    return draw_sheet(form, filling, 3, Look(width=1000))[0]


def pixels(jpeg: bytes) -> np.ndarray:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return np.asarray(image)


def test_a_photo_without_conditions_keeps_geometry_and_picture(page: DrawnPage) -> None:
    height, width = page.image.shape[:2]
    photo = photograph(page, Conditions(quality=98), 1, height)
    assert photo.truth.size == (width, height)
    for before, after in zip(page.regions, photo.truth.regions, strict=True):
        assert np.allclose(before.box, after.box, atol=0.02)
    difference = np.abs(pixels(photo.jpeg)[:, :, ::-1].astype(int) - page.image)
    assert difference.mean() < 1


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.7])
def test_smaller_and_larger_photos_scale_every_box(page: DrawnPage, scale: float) -> None:
    height = page.image.shape[0]
    photo = photograph(page, Conditions(), 1, round(height * scale))
    factor = photo.truth.size[1] / height
    for before, after in zip(page.regions, photo.truth.regions, strict=True):
        assert np.allclose(np.asarray(before.box) * factor, after.box, atol=0.6)


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_shows_the_ink_where_the_truth_says(page: DrawnPage, name: str) -> None:
    photo = photograph(page, PRESETS[name], 5, 1280)
    image = pixels(photo.jpeg)
    assert (image.shape[1], image.shape[0]) == photo.truth.size
    assert max(photo.truth.size) == 1280
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(int)
    seen = 0
    for region in photo.truth.regions:
        if region.kind is not Kind.COUNT or region.ink is None:
            continue
        x0, y0, x1, y1 = (round(v) for v in region.ink)
        patch = grey[max(0, y0) : y1, max(0, x0) : x1]
        if patch.size == 0:
            continue
        seen += int(np.ptp(patch) > 25)
    assert seen >= 12


@pytest.mark.parametrize("name", PRESETS)
def test_same_seed_same_bytes(page: DrawnPage, name: str) -> None:
    first, second = (photograph(page, PRESETS[name], 8, 640) for _ in range(2))
    assert first.jpeg == second.jpeg
    assert first.truth == second.truth
    assert photograph(page, PRESETS[name], 9, 640).jpeg != first.jpeg


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_paper_to_photo_and_back(turn: int) -> None:
    conditions = Conditions(
        turn_deg=turn, tilt_deg=8, perspective=0.8, curl=0.9, margin=0.05, cut_top=0.04
    )
    placement = place((500, 707), conditions, 900, np.random.default_rng(4))
    across, down = placement.to_page()
    points = np.asarray([[100, 150], [400, 300], [250, 600]], np.float32)
    for point, (x, y) in zip(points, placement.to_photo(points), strict=True):
        column, row = int(x), int(y)
        assert abs(across[row, column] - point[0]) < 1.2
        assert abs(down[row, column] - point[1]) < 1.2


def test_a_turn_may_be_left_to_the_files_exif(page: DrawnPage) -> None:
    plain = photograph(page, Conditions(), 1, 900)
    turned = photograph(page, Conditions(turn_deg=90, exif_turn=True), 1, 900)
    # OpenCV undoes the EXIF turn, so both look alike; the truth speaks of the upright photo.
    assert plain.truth.size == turned.truth.size
    assert np.abs(pixels(plain.jpeg).astype(int) - pixels(turned.jpeg)).mean() < 2
    kept = cv2.imdecode(
        np.frombuffer(turned.jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    )
    assert kept is not None
    assert kept.shape[:2] == (plain.truth.size[0], plain.truth.size[1])


def test_a_cut_top_loses_the_form_code(page: DrawnPage) -> None:
    photo = photograph(page, PRESETS["cut_top"], 2, 1280)
    top = [y for _, y in photo.truth.corners[:2]]
    assert all(y < -40 for y in top)


@pytest.mark.parametrize("seed", range(6))
def test_a_sheet_turned_by_any_angle_stays_in_the_picture(page: DrawnPage, seed: int) -> None:
    photo = photograph(page, Conditions(tilt_deg=180, margin=0.02), seed, 800)
    width, height = photo.truth.size
    for x, y in photo.truth.corners:
        assert -1 < x < width + 1
        assert -1 < y < height + 1
