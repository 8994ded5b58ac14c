from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.values.forms import ROWS, Identity
from ocr.joint.evidence import Evidence
from ocr.joint.paper_errors import paper_errors
from ocr.joint.slips import with_slips
from ocr.joint.weighing import weigh

SIZE = 16
IDENTITIES = (
    Identity("R303", (ROWS,), ("good",)),
    Identity("R304", ("total",), (ROWS,)),
    Identity("R301", ("received",), ("good", "invalid")),
)
KEYS = ("row:1", "row:2", "good", "total", "received", "invalid")


def brute(evidence: dict[str, Evidence]) -> dict[str, np.ndarray]:
    """Return the posterior of every written value by summing over all papers there could be."""
    kernel = {
        key: np.array([with_slips(one, paper_errors().slip(key)) for one in np.eye(SIZE)])
        for key in ("rows", "good", "total", "received", "invalid")
    }
    density = {key: evidence[key].density(SIZE) for key in KEYS}
    heard = {key: kernel[key] @ density[key] for key in KEYS[2:]}
    out = {key: np.zeros(SIZE) for key in KEYS}
    numbers = range(SIZE)
    for true, bad in product(numbers, numbers):
        used = true + bad
        if used >= SIZE:
            continue
        for a, b in product(numbers, numbers):
            if a + b >= SIZE:
                continue
            rows = density["row:1"][a] * density["row:2"][b] * kernel["rows"][true, a + b]
            fits = {"good": true, "total": true, "received": used, "invalid": bad}
            said = {key: heard[key][v] for key, v in fits.items()}
            whole = rows * np.prod(list(said.values()))
            out["row:1"][a] += whole
            out["row:2"][b] += whole
            for key, v in fits.items():
                out[key] += whole / said[key] * kernel[key][v] * density[key]
    return {key: p / p.sum() for key, p in out.items()}


@st.composite
def evidences(draw: st.DrawFn) -> dict[str, Evidence]:
    out = {}
    for key in KEYS:
        values = draw(st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=3, unique=True))
        weights = [draw(st.floats(0.05, 1.0)) for _ in values]
        share = draw(st.floats(0.5, 0.99)) / sum(weights)
        out[key] = Evidence(key, tuple(values), tuple(w * share for w in weights))
    return out


@settings(max_examples=5, deadline=None)
@given(evidences())
def test_the_graph_equals_summing_over_every_paper(evidence: dict[str, Evidence]) -> None:
    wanted = brute(evidence)
    for key, weighed in weigh(evidence, IDENTITIES, SIZE).items():
        own = evidence[key]
        for value, chance in zip(weighed.values, weighed.chances, strict=True):
            listed = own.of(value) / own.density(SIZE)[value]
            assert chance == pytest.approx(wanted[key][value] * listed, rel=1e-6, abs=1e-9)


def test_a_cell_in_no_sum_keeps_its_own_probabilities() -> None:
    alone = Evidence("envelopes", (700, 100), (0.7, 0.2))
    weighed = weigh({"envelopes": alone}, (), 1024)
    assert weighed["envelopes"].chances == (0.7, 0.2)


def test_sums_choose_between_readings_of_a_row() -> None:
    evidence = {
        "row:1": Evidence("row:1", (21, 27), (0.6, 0.35)),
        "row:2": Evidence("row:2", (40,), (0.98,)),
        "good": Evidence("good", (67,), (0.98,)),
        "total": Evidence("total", (67,), (0.98,)),
    }
    weighed = weigh(evidence, IDENTITIES, 256)
    assert weighed["row:1"].of(27) > 0.95
