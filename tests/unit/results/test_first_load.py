"""What a phone fetches before it shows the whole country: under 150 kB over the line."""

import gzip
import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from models.values.ballots import Ballot
from results import board_page
from results.assets import public_assets
from results.edition import Edition
from results.issue import Issue
from tests.unit.results.country import country

AT = datetime(2027, 2, 14, 12, 40, tzinfo=UTC)
LIMIT = 150_000


def test_the_board_of_a_whole_country_is_a_small_first_load() -> None:
    election = SimpleNamespace(
        name_th="การเลือกตั้งสาธิต", name_en="Demo", is_rehearsal=True, publication_opens_at=AT
    )
    ballots = [SimpleNamespace(ballot=Ballot.PARTY_LIST, seats=100)]
    register = cast(Any, SimpleNamespace(election=election, ballots=ballots))
    assets = public_assets()
    edition = Edition()
    issue = Issue(45, AT, register, assets, is_rebuilt=False)
    board_page.draw_pages(issue, edition, country(), {"entries": []}, {})
    page = edition.copies["index.html"]
    assert page.count(b"<rect x=") > 390
    loaded = {found.decode() for found in re.findall(rb"(assets/[^\"]+)\"", page)}
    texts = [page, *(assets.files[path] for path in loaded)]
    fonts = [data for path, data in assets.files.items() if path.endswith(".woff2")]
    assert len(texts) >= 4
    # Texts are sent compressed, by nginx as by the application; fonts are compressed already.
    assert sum(len(gzip.compress(t)) for t in texts) + sum(map(len, fonts)) < LIMIT
