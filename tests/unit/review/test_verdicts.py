import pytest

from models.values.findings import Finding, Message, Severity
from review.sampling import is_sampled
from review.verdicts import Next, ParkReason, after_first, after_second, unexplained


def finding(code: str, severity: Severity, *fields: str) -> Finding:
    return Finding(code, severity, fields, Message("ก", "a"))


WARNING = finding("R307", Severity.WARNING, "came")
ERROR = finding("R303", Severity.ERROR, "good")
FIELDLESS = finding("R103", Severity.ERROR)
IMPOSSIBLE = finding("R203", Severity.ERROR, "good")


def test_nobody_disagrees_and_one_key_is_enough() -> None:
    assert after_first([WARNING], frozenset(), is_sampled=False, parks=False).next is Next.CONFIRM


def test_only_what_is_disputed_or_in_error_is_asked_again() -> None:
    verdict = after_first([ERROR], frozenset({"row:1"}), is_sampled=False, parks=False)
    assert (verdict.next, verdict.fields) == (Next.SECOND_LOOK, {"row:1", "good"})


def test_a_sampled_sheet_is_looked_at_twice() -> None:
    assert after_first([], frozenset(), is_sampled=True, parks=False).next is Next.SECOND_LOOK


@pytest.mark.parametrize(
    ("findings", "parks", "reason"),
    [([FIELDLESS], False, ParkReason.ERROR_STANDS), ([ERROR], True, ParkReason.UNIT_PARKED)],
)
def test_what_cannot_be_asked_again_is_parked(
    findings: list[Finding], *, parks: bool, reason: ParkReason
) -> None:
    verdict = after_first(findings, frozenset(), is_sampled=False, parks=parks)
    assert (verdict.next, verdict.reason) == (Next.PARK, reason)


@pytest.mark.parametrize(
    ("findings", "agree", "reason"),
    [
        ([], True, None),
        ([WARNING], True, None),
        ([ERROR], True, ParkReason.ERROR_STANDS),
        ([IMPOSSIBLE], True, ParkReason.IMPOSSIBLE),
        ([], False, ParkReason.LOOKS_DIFFER),
        ([IMPOSSIBLE], False, ParkReason.LOOKS_DIFFER),
    ],
)
def test_after_the_second_look(
    findings: list[Finding], *, agree: bool, reason: ParkReason | None
) -> None:
    assert after_second(findings, looks_agree=agree).reason is reason


def test_only_warnings_want_reasons_and_each_once() -> None:
    found = [WARNING, WARNING, ERROR, finding("R205", Severity.WARNING)]
    assert unexplained(found, {}) == ("R307",)
    assert unexplained(found, {"R307": "as_on_paper"}) == ()


def test_the_sample_is_repeatable_about_as_large_as_asked_and_secret() -> None:
    settings = {"sample_share": 0.02, "sample_seed": "2569"}
    drawn = {n for n in range(20_000) if is_sampled(b"secret", settings, n)}
    assert 300 < len(drawn) < 500
    assert drawn == {n for n in range(20_000) if is_sampled(b"secret", settings, n)}
    assert drawn != {n for n in range(20_000) if is_sampled(b"other", settings, n)}
    assert drawn != {
        n for n in range(20_000) if is_sampled(b"secret", {**settings, "sample_seed": 1}, n)
    }
    assert not any(is_sampled(b"secret", {"sample_share": 0}, n) for n in range(1000))
