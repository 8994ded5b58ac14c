"""The figures of a country's night in sentences, and its plots."""

from collections.abc import Mapping
from itertools import accumulate

from PIL import Image

from app.nation.charts import Line, chart
from app.nation.outcome import Outcome
from app.nation.taken import AVERAGE, PEAK, Taken


def sentences(outcome: Outcome) -> str:
    """Return what a person wants to know first."""
    data = outcome.to_data()
    wall, cpu, wait = data["wall_s"], data["cpu_s"], data["wait_minutes"]
    ect = f"{outcome.different} of {outcome.compared} figures differ from the ECT's"
    lines = [
        (f"{outcome.units:,} units, {data['snapshots']} snapshots in {data['seconds']} s,"
        f" load {outcome.load[0]:.1f} → {outcome.load[1]:.1f}"),
        (f"a snapshot: {wall['p50']} s by the clock (p95 {wall['p95']}, p99 {wall['p99']}),"
        f" {cpu['p50']} s CPU; {data['files_a_minute']:.0f} new files,"
        f" {data['constituencies_a_minute']:.0f} constituencies"),
        (f"from receipt to release, {outcome.per_minute} units confirmed a minute:"
        f" p50 {wait['p50']:.0f} min, p95 {wait['p95']:.0f}, p99 {wait['p99']:.0f};"
        f" at most {data['most_waiting']:,} units waited"),
        (f"faults {len(outcome.faults)}; stopped {len(outcome.stopped)}; {ect};"
        f" {outcome.differences} constituencies differ from a recount"
        f" ({outcome.recompute_cpu_s:.1f} s CPU)"),
        (f"{outcome.files:,} files of {outcome.megabytes:,.0f} MB, database"
        f" {outcome.database_megabytes:,.0f} MB"),
        *outcome.faults[:20],
    ]  # fmt: skip
    return "\n".join(lines)


def photo_sentences(night: Taken) -> str:
    """Return the same of a night with photos."""
    data = night.to_data()
    back, out = data["read_back_s"] or {}, data["release_s"] or {}
    used = ", ".join(f"{kind} {seconds:.1f}" for kind, seconds in data["cpu_s"].items())
    heaviest = data["memory_mb"].items()
    weighed = ", ".join(f"{kind} {most['pss']} / {most['rss']}" for kind, most in heaviest)
    lines = [
        (
            f"{night.photos} of {night.sent} photos read, {data['photos_a_second']} a second with"
            f" {night.used.workers} workers on {data['cores']} cores, load {data['load']}"
        ),
        f"CPU {night.cpu_a_photo_s:.3f} s a photo in web and workers (in all: {used} s)",
        (
            f"last photo of a sheet to read-back: p50 {back.get('p50')} s, p95 {back.get('p95')},"
            f" p99 {back.get('p99')}"
        ),
        (
            f"last photo of a unit to its release: p50 {out.get('p50')} s, p95 {out.get('p95')},"
            f" p99 {out.get('p99')}"
        ),
        (
            f"at most {data['most_photos_waiting']} photos and {data['most_sheets_waiting']} sheets"
            f" waited; {data['units_public']} units public"
        ),
        (
            f"machines of two cores by CPU: {data['machines_average']} for {AVERAGE} photos/s,"
            f" {data['machines_peak']} for {PEAK:.0f}"
        ),
        f"most memory of one process, MiB (shared in part / in whole): {weighed}",
    ]
    return "\n".join(lines)


def photo_plots(night: Taken) -> Mapping[str, Image.Image]:
    """Return the plot of what waited."""
    lines = [
        Line("photos not read", [d.photos for d in night.depths]),
        Line("sheets not decided", [d.sheets for d in night.depths]),
        Line("units public", [d.public for d in night.depths]),
    ]
    title = f"Photos of a night: {night.sent} photos, {night.used.workers} workers"
    return {"country-photos-queue": chart(title, "half seconds", lines)}


def plots(outcome: Outcome) -> Mapping[str, Image.Image]:
    """Return the plots by name: how units came and became public, and what a snapshot took."""
    minutes = outcome.minutes
    units = [
        Line("units handed in", list(accumulate(m.arrived for m in minutes))),
        Line("units public", list(accumulate(m.released for m in minutes))),
        Line("waiting for a reviewer", [m.waiting for m in minutes]),
    ]
    times = [
        Line("by the clock", [m.wall_s for m in minutes]),
        Line("CPU", [m.cpu_s for m in minutes]),
    ]
    what = f"{outcome.units:,} units, {outcome.per_minute} confirmed a minute"
    return {
        "country-night-units": chart(f"A country's night: {what}", "simulated minute", units),
        "country-night-snapshots": chart(
            "Seconds to publish each simulated minute", "simulated minute", times
        ),
    }
