"""`make fuzz`: fire at every parser and print how many inputs were tried and what came of them."""

import sys
import time
import warnings

import typer

from tests.fuzz.parsers import PARSERS, fire


def main() -> None:
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 1_000_000
    warnings.simplefilter("ignore")
    typer.echo(f"seed {seed}")
    failed = 0
    for name, parser in PARSERS.items():
        if len(sys.argv) > 3 and sys.argv[3] not in name:
            continue
        started = time.process_time()
        try:
            outcomes = fire(parser, inputs, seed)
        except AssertionError as found:
            failed += 1
            typer.echo(f"{name:26} FAILED {str(found)[:2000]}")
            continue
        told = ", ".join(f"{n:,} {what}" for what, n in sorted(outcomes.items()))
        spent = time.process_time() - started
        typer.echo(f"{name:26} {inputs:8,} inputs  {spent:6.0f} s CPU  {told}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
