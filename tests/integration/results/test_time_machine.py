"""The board keeps how it stood: national pages every ten minutes, steps of each constituency."""

import json
import re
from itertools import pairwise

from results.addresses import PRINTED
from results.sources import open_source
from results.verify import verify
from tests.integration.results.newsroom import KEY, Newsroom


def words_of(room: Newsroom, path: str) -> str:
    text = (room.folder / path).read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def kept(room: Newsroom) -> list[int]:
    index = json.loads((room.folder / PRINTED).read_bytes())
    return [step["snapshot"] for step in index["steps"]]


def test_a_page_is_kept_every_ten_minutes_and_stays(newsroom: Newsroom) -> None:
    for minute, unit in ((3, "SM-1-U001"), (5, "SM-1-U002"), (14, "SM-2-U003"), (31, "SM-2-U001")):
        newsroom.count([unit], minute - 1, seed=minute)
        newsroom.publish(minute)
    assert kept(newsroom) == [1, 2, 4, 5]
    path = newsroom.folder / "time/20260301T1130Z.html"
    before = path.read_bytes()
    newsroom.count(["SM-2-U002"], 41)
    newsroom.publish(42)
    assert path.read_bytes() == before
    words = words_of(newsroom, "time/20260301T1130Z.html")
    assert "ตัวเลขในอดีต" in words
    assert "รวมแล้ว 1 จาก 8 หน่วยเลือกตั้ง" in words
    assert "รวมแล้ว 5 จาก 8 หน่วยเลือกตั้ง" in words_of(newsroom, "index.html")
    listed = words_of(newsroom, "time/index.html")
    assert listed.index("5 จาก 8") < listed.index("1 จาก 8")
    report = verify(open_source(str(newsroom.folder)), KEY.public)
    assert report.faults == []
    assert report.unlisted == []


def test_a_page_that_was_never_listed_leaves_nothing_behind(newsroom: Newsroom) -> None:
    newsroom.count(["SM-1-U001"], 2)
    newsroom.publish(3)
    index = json.loads((newsroom.folder / PRINTED).read_bytes())
    # As a printer leaves it that is killed before it lists what it drew.
    index["steps"].pop()
    (newsroom.folder / PRINTED).write_text(json.dumps(index))
    newsroom.count(["SM-1-U002"], 4, seed=5)
    newsroom.publish(5)
    report = verify(open_source(str(newsroom.folder)), KEY.public)
    assert report.unlisted == []


def test_a_constituency_shows_its_votes_over_time(newsroom: Newsroom) -> None:
    newsroom.count(["SM-1-U001"], 2)
    newsroom.publish(3)
    newsroom.count(["SM-1-U002"], 24, seed=5)
    newsroom.publish(25)
    newsroom.count(["SM-1-U003"], 26, seed=9)
    newsroom.publish(27)
    page = (newsroom.folder / "c/SM-1.html").read_text()
    section = page[page.index('id="before"') :].partition("</section>")[0]
    assert section.count("<polyline") == 3
    heights = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"', section)]
    assert all(b - a >= 30 for a, b in pairwise(heights))
    words = " ".join(re.sub(r"<[^>]+>", " ", section).split())
    # The last figures of each ten minutes stay.
    assert "3 จาก 4" in words
    assert "2 จาก 4" not in words
    assert "1 จาก 4" in words


def test_another_election_begins_with_no_past(night: Newsroom) -> None:
    assert kept(night) == [1, 2]
    index = json.loads((night.folder / PRINTED).read_bytes())
    index["election"]["code"] = "other"
    (night.folder / PRINTED).write_text(json.dumps(index))
    night.count(["SM-2-U001"], 60)
    night.publish(61)
    assert kept(night) == [4]


def test_a_past_page_tells_of_nothing_newer_by_itself(night: Newsroom) -> None:
    text = (night.folder / "time/20260301T1130Z.html").read_text()
    assert '<body class="past"' in text
    assert "csv/totals.csv" not in text
