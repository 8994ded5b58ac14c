"""The pages say what they must, in both languages, without scripts or foreign hosts."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.integration.results.newsroom import Newsroom

PAGES = (
    "index.html",
    "c/SM-1.html",
    "u/SM-1-U001.html",
    "corrections.html",
    "downloads.html",
    "about.html",
    "p/SM.html",
    "press.html",
)


class Page(HTMLParser):
    """Collects what a page loads, links to and says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.scripts: list[str | None] = []
        self.words = re.sub(r"<[^>]+>", " ", text)
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.addresses += [a for a in (found.get("href"), found.get("src")) if a]
        if tag == "script":
            self.scripts.append(found.get("src"))


def read(room: Newsroom, path: str) -> Page:
    return Page((room.folder / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*PAGES, *(f"en/{p}" for p in PAGES)])
def test_every_link_leads_to_a_published_file(night: Newsroom, path: str) -> None:
    files = {(night.folder / p).resolve() for p in night.files()}
    for address in read(night, path).addresses:
        assert "://" not in address
        place = (night.folder / path).parent / address.partition("#")[0]
        assert address.startswith("#") or place.resolve() in files, address


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline_that_a_strict_policy_forbids(night: Newsroom, path: str) -> None:
    text = (night.folder / path).read_text()
    page = Page(text)
    assert "default-src 'none'" in text
    assert "<style" not in text
    assert all(page.scripts)
    assert not [n for n, _ in page.attributes if n == "style" or n.startswith("on")]


@pytest.mark.parametrize(("path", "unofficial"), [("", "ยังไม่เป็นทางการ"), ("en/", "Unofficial")])
def test_every_total_says_what_it_holds(night: Newsroom, path: str, unofficial: str) -> None:
    for page in ("index.html", "c/SM-1.html"):
        words = " ".join(read(night, path + page).words.split())
        assert unofficial in words
    thai = " ".join(read(night, "c/SM-1.html").words.split())
    assert "วันเลือกตั้ง 2 จาก 4 หน่วย" in thai
    assert "ล่วงหน้าในเขต 1 จาก 2 ชุด" in thai
    assert "ฉบับที่ 3" in thai
    assert "1 มีนาคม 2569 เวลา 18.39 น." in thai


@pytest.mark.parametrize("path", ["index.html", "c/SM-1.html"])
def test_a_candidates_party_has_its_name_in_the_page_s_language(night: Newsroom, path: str) -> None:
    english = read(night, f"en/{path}").words
    assert "Imagined Party" in english
    assert "พรรคสมมุติ" not in english
    assert "Imagined Party" not in read(night, path).words


def test_nobody_is_called_the_winner(night: Newsroom) -> None:
    for path, data in night.files().items():
        if path.endswith(".html"):
            assert "ชนะ" not in data.decode()
            assert "winner" not in data.decode().lower()


def test_a_number_stands_beside_its_crop(night: Newsroom) -> None:
    text = (night.folder / "u/SM-1-U001.html").read_text()
    row = text[text.index('id="constituency-row-1"') :].partition("</tr>")[0]
    assert '<td class="numbers">42</td>' in row
    window = re.search(r'viewBox="([\d. ]+)" width="([\d.]+)" height="([\d.]+)"', row)
    assert window is not None
    assert window[1] == "117 37 86 36"
    assert re.search(r'<image href="\.\./data/files/../\w{64}\.jpg" width="400"', row)


def test_the_history_names_old_new_and_reason(night: Newsroom) -> None:
    words = " ".join(read(night, "u/SM-1-U001.html").words.split())
    assert "จาก 38 เป็น 42" in words
    assert "อ่านเลขผิด" in words
    assert "misread digit" not in words
    assert "misread digit" in read(night, "en/u/SM-1-U001.html").words
    log = " ".join(read(night, "corrections.html").words.split())
    assert "จาก 38 เป็น 42" in log


def test_no_person_is_named(night: Newsroom) -> None:
    for path, data in night.files().items():
        assert "ผู้ตรวจ" not in data.decode(errors="ignore").replace("ผู้ตรวจ 1 คน", ""), path


def test_the_first_load_of_the_board_is_small(night: Newsroom) -> None:
    page = read(night, "index.html")
    own = len((night.folder / "index.html").read_bytes())
    loaded = [a for a in page.addresses if a.startswith("assets/")]
    fonts = [p for p in night.files() if p.endswith(".woff2")]
    sizes = [Path(night.folder / p).stat().st_size for p in {*loaded, *fonts}]
    assert own + sum(sizes) < 150_000


def test_a_withheld_count_is_nowhere(newsroom: Newsroom) -> None:
    newsroom.count([f"SM-1-U{n:03}" for n in (1, 2, 3)], 3)
    newsroom.publish(4)
    before = newsroom.files()
    newsroom.count(["SM-1-U004"], 5, seed=40)
    newsroom.publish(6)
    after = newsroom.files()
    assert b'"withheld":{"cap":1}' in b"".join(after.values())
    assert not [p for p in after if "SM-1-U004" in p]
    new = b"".join(data for path, data in after.items() if before.get(path) != data)
    assert b'"unit":{"amphoe"' not in new


def test_streams_stand_in_the_order_of_the_night_also_when_kept(night: Newsroom) -> None:
    """A constituency that did not change is drawn from its manifest, whose keys are sorted."""
    night.count(["SM-2-U001"], 10)
    night.publish(11)
    words = " ".join(read(night, "index.html").words.split())
    assert words.count("รวมจาก วันเลือกตั้ง") == 3
    assert "รวมจาก ล่วงหน้า" not in words


def test_without_votes_nobody_is_said_to_lead(newsroom: Newsroom) -> None:
    words = " ".join(read(newsroom, "c/SM-1.html").words.split())
    assert "ยังไม่มีผู้ที่มีคะแนนนำ" in words
    assert "ผู้นำยังเปลี่ยนได้" not in words


def test_the_only_province_counts_what_the_nation_counts(night: Newsroom) -> None:
    words = " ".join(read(night, "p/SM.html").words.split())
    assert "จังหวัดสมมุติบุรี" in words
    nation = " ".join(read(night, "index.html").words.split())
    counted = re.search(r"รวมแล้ว \d+ จาก \d+ หน่วยเลือกตั้ง", nation)
    assert counted is not None
    assert counted[0] in words
    board = read(night, "index.html")
    assert "p/SM.html" in board.addresses
    assert "../p/SM.html" in read(night, "c/SM-1.html").addresses


def test_the_press_screen_shows_seats_and_parties_at_once(night: Newsroom) -> None:
    page = read(night, "press.html")
    assert ("class", "press") in page.attributes
    assert "ที่นั่งตามคะแนนที่เผยแพร่" in page.words
    assert "ยังไม่เป็นทางการ" in page.words


def test_a_province_follows_its_constituencies(night: Newsroom) -> None:
    before = (night.folder / "p/SM.html").read_bytes()
    night.count(["SM-2-U001"], 50)
    night.publish(51)
    assert (night.folder / "p/SM.html").read_bytes() != before
