"""The report of a random audit as a page that can be published."""

from results.audit_sample import Outcome, Subject

_METHOD = (
    "Batch comparison: units drawn with replacement, with probability proportional to their error "
    "bound; error = maximum relative overstatement of pairwise margins; P-value of Kaplan and "
    "Markov (P. B. Stark, IEEE Transactions on Information Forensics and Security 4(4), 2009). "
    "Draw i is SHA-256 of “seed,i”."
)
_COVERS = (
    "The released units of this snapshot against the photos of their forms, by people who were not "
    "shown the published numbers. It says nothing about ballots that were counted wrongly at the "
    "unit, nor about units that are not released. Where a counting set has no roll, the number of "
    "its ballots is taken from its own account."
)


def report_of(subject: Subject, seed: str, outcome: Outcome) -> str:
    """Return the report as Markdown, Thai first."""
    contest = subject.contest
    closest = min(contest.margins, key=lambda k: contest.margins[k])
    verdict_th = "ผ่านเกณฑ์" if outcome.is_met else "ยังไม่ผ่าน: ต้องสุ่มเพิ่มหรือตรวจทุกหน่วย"
    verdict = "met" if outcome.is_met else "NOT met: draw more units, or look at all of them"
    lines = [
        f"# ตรวจสอบแบบสุ่ม เขต {subject.code} · Random audit of {subject.code}",
        "",
        "| | |",
        "|---|---|",
        f"| ฉบับที่ · snapshot | {subject.snapshot}, root `{subject.root_sha256}` |",
        f"| ผู้นำที่เผยแพร่ · published leader | {subject.names[contest.leader]} |",
        f"| ใกล้ที่สุด · closest | {subject.names[closest]}, {contest.margins[closest]:,} |",
        f"| หน่วยที่เผยแพร่ · released units | {len(contest.batches):,} |",
        f"| เลขสุ่มที่ทอดในที่สาธารณะ · seed drawn in public | `{seed}` |",
        f"| ขอบเขตความคลาดเคลื่อนรวม · total error bound U | {float(contest.total):.2f} |",
        f"| สุ่ม · draws | {outcome.drawn:,} ({outcome.units:,} units) |",
        f"| หน่วยที่ต่างจากภาพ · units that differ | {len(outcome.differing):,} |",
        f"| ขีดความเสี่ยง · risk limit | {100 * outcome.limit:g} % |",
        f"| ความเสี่ยงที่วัดได้ · measured risk | {100 * outcome.risk:.2f} % |",
        f"| **ผล · outcome** | **{verdict_th} · {verdict}** |",
        "",
        _METHOD,
        "",
        _COVERS,
        "",
        *_differences(subject, outcome),
    ]
    return "\n".join(lines) + "\n"


def _differences(subject: Subject, outcome: Outcome) -> list[str]:
    if not outcome.differing:
        return ["ทุกหน่วยที่สุ่มตรงกับภาพ · Every drawn unit agrees with its photo."]
    head = [
        "| หน่วย · unit | ช่อง · field | เผยแพร่ · published | ในภาพ · on the photo |",
        "|---|---|---|---|",
    ]
    rows = [
        f"| {code} | {subject.names[key]} | {said:,} | {'–' if read is None else f'{read:,}'} |"
        for code, keys in sorted(outcome.differing.items())
        for key, (said, read) in keys.items()
    ]
    return head + rows
