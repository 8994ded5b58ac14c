import re

from ocr.bench.plots import Curve, plot

TEXT = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')


def test_a_plot_names_every_curve_and_step() -> None:
    curves = [Curve("one & all", [("960", 91.0), ("1280", 97.5)]), Curve("b", [("960", 90.0)])]
    words = [word for _, _, word in TEXT.findall(plot("Sizes", curves))]
    assert "one &amp; all 97.5 %" in words
    assert "960" in words


def test_names_of_curves_that_end_together_stand_apart() -> None:
    curves = [Curve(name, [("a", 99.0), ("b", 99.5)]) for name in ("first", "second", "third")]
    texts = TEXT.findall(plot("Ends", curves))
    ends = [float(y) for _, y, word in texts if word.endswith("99.5 %")]
    assert len(ends) == 3
    assert min(abs(a - b) for i, a in enumerate(ends) for b in ends[:i]) > 10
