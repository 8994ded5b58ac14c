"""`khanaen audit`: the log's chain checked from outside, and a random audit with a risk limit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from results.audit_sample import Subject

Root = Annotated[str, typer.Argument(help="โฟลเดอร์หรือที่อยู่ที่เผยแพร่ · published folder or address")]
Code = Annotated[str, typer.Option("--constituency", help="รหัสเขต · code, e.g. TKM_1")]
Seed = Annotated[str, typer.Option(help="เลขที่ทอดได้อย่างน้อย 20 หลัก · 20 dice digits or more")]
Limit = Annotated[float, typer.Option(min=0.001, max=0.5, help="ขีดความเสี่ยง · risk limit")]


def register(cli: typer.Typer) -> None:
    """Add the commands."""
    audit = typer.Typer(
        help="ตรวจบันทึกและสุ่มตรวจผล · Check the log; audit results by a random sample.",
        no_args_is_help=True,
    )
    audit.command("verify")(verify)
    audit.command("sample")(sample)
    audit.command("report")(report)
    cli.add_typer(audit, name="audit")


def verify(
    file: Annotated[
        Path | None, typer.Argument(exists=True, help="audit.csv ที่ดาวน์โหลด · as downloaded")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="ผลที่เผยแพร่ · also look for its audit heads in the chain")
    ] = None,
) -> None:
    """ตรวจห่วงโซ่บันทึก · Check the chain of the audit log: of a downloaded file, or of the record.

    Exit 0: whole. 1: broken, or a published head is not in it. 2: it could not be checked.
    """
    from app.audit_chain import chain_of_file, chain_of_record, heads_published
    from app.settings import load_settings
    from results.errors import ResultsError
    from results.sources import open_source

    try:
        chain = chain_of_file(file) if file else chain_of_record(load_settings().database_url)
        heads = heads_published(open_source(published)) if published else []
    except (ResultsError, OSError, ValueError, KeyError) as trouble:
        typer.echo(f"ตรวจไม่ได้ · Cannot check: {trouble}", err=True)
        raise typer.Exit(2) from None
    foreign = [head for head in heads if head not in chain.heads]
    if chain.broken is not None:
        typer.echo(f"ห่วงโซ่ขาดที่รายการ {chain.broken} · the chain breaks at entry {chain.broken}")
    for head in foreign:
        typer.echo(f"ปลายห่วงโซ่ที่เผยแพร่ไม่อยู่ในบันทึก · a published head is not in the log: {head}")
    if chain.broken is None and not foreign:
        typer.echo(
            f"ห่วงโซ่ครบ · whole: {chain.entries:,} entries, head {chain.head};"
            f" {len(heads)} published heads in it"
        )
    raise typer.Exit(1 if chain.broken is not None or foreign else 0)


def sample(
    root: Root,
    constituency: Code,
    seed: Seed,
    risk: Limit = 0.05,
    out: Annotated[Path | None, typer.Option(help="ไฟล์ CSV · CSV file; none prints it")] = None,
) -> None:
    """สุ่มหน่วยมาเทียบกับภาพ · Draw units to compare with their photos; anyone can repeat it."""
    from results.audit_sample import sample_csv

    text = sample_csv(_subject(root, constituency, seed), seed, risk)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text("\ufeff" + text, "utf-8")
        typer.echo(f"{text.count(chr(10)) - 1} หน่วย · units: {out}")


def report(
    root: Root,
    results: Annotated[Path, typer.Argument(exists=True, help="CSV ที่กรอกแล้ว · filled in")],
    constituency: Code,
    seed: Seed,
    risk: Limit = 0.05,
    out: Annotated[Path | None, typer.Option(help="ไฟล์รายงาน · report; none prints it")] = None,
) -> None:
    """คิดความเสี่ยงและเขียนรายงาน · Work out the measured risk and write a report to publish.

    Exit 0: the risk limit is met. 1: it is not. 2: the results are incomplete.
    """
    from results.audit_report import report_of
    from results.audit_sample import outcome_of, results_in

    subject = _subject(root, constituency, seed)
    try:
        read = results_in(subject, results.read_text("utf-8-sig"))
        outcome = outcome_of(subject, seed, risk, read)
    except ValueError as fault:
        _refuse(f"ผลตรวจไม่ครบหรือไม่ใช่จำนวน · a result is missing or no count: {fault}")
    text = report_of(subject, seed, outcome)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
        typer.echo(f"{100 * outcome.risk:.2f} % / {100 * risk:g} %: {out}")
    raise typer.Exit(0 if outcome.is_met else 1)


def _subject(root: str, constituency: str, seed: str) -> "Subject":
    from results.audit_sample import subject_of
    from results.errors import ResultsError
    from results.risk import is_seed
    from results.sources import open_source

    if not is_seed(seed):
        _refuse("เลขสุ่มต้องมีอย่างน้อย 20 หลัก · the seed must be at least 20 digits")
    try:
        return subject_of(open_source(root), constituency)
    except (ResultsError, OSError) as trouble:
        _refuse(f"อ่านผลที่เผยแพร่ไม่ได้ · cannot read what is published: {trouble}")


def _refuse(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(2)
