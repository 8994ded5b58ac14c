// Tells how old the page is and whether newer results are out. Nothing on the page moves by itself.
"use strict";
(() => {
  const page = document.body.dataset;
  const news = document.getElementById("news");
  const STALE_MIN = 5;
  const SILENT_MIN = 15;
  const ASK_EVERY_MS = 30_000;

  const minutesSince = (iso) => Math.max(0, Math.floor((Date.now() - Date.parse(iso)) / 60_000));

  function showAges() {
    for (const place of document.querySelectorAll(".age")) {
      const minutes = minutesSince(place.dataset.since);
      // An old page is judged by its date, not by thousands of minutes.
      const said = minutes < 1 ? place.dataset.now : place.dataset.words.replace("#", minutes);
      place.textContent = minutes < 600 ? said : "";
    }
  }

  function tell(text, leadsToNewer) {
    const said = document.createElement(leadsToNewer ? "a" : "span");
    if (leadsToNewer) said.href = location.pathname;
    said.textContent = text;
    if (news.textContent !== text) news.replaceChildren(said);
    news.hidden = false;
  }

  // A page of one place is drawn anew only where its figures changed: the server's date tells.
  async function isDrawnAnew() {
    if (page.whole) return true;
    const head = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    const drawn = Date.parse(head.headers.get("last-modified") || "");
    return drawn > Date.parse(document.lastModified) + 999;
  }

  async function judge(pointer) {
    const old = minutesSince(pointer.checked_at);
    if (pointer.status === "paused") {
      const reason = pointer.reason ? pointer.reason[page.lang] || pointer.reason.th : "";
      tell(news.dataset.paused.replace("#", reason), false);
    } else if (pointer.sequence > Number(page.snapshot) && document.querySelector(".age") && await isDrawnAnew()) {
      // The press centre's screen changes by itself; elsewhere nothing moves under a finger.
      if (document.body.classList.contains("press")) location.reload();
      else tell(news.dataset.newer.replace("#", pointer.sequence), true);
    } else if (pointer.status === "live" && old >= STALE_MIN) {
      tell((old < SILENT_MIN ? news.dataset.stale : news.dataset.silent).replace("#", old), false);
    } else {
      news.hidden = true;
    }
  }

  // A page of the time machine stays as it is: its ribbon says so.
  if (document.body.classList.contains("past")) return;

  async function ask() {
    showAges();
    try {
      const answer = await fetch(page.pointer, { cache: "no-store" });
      if (answer.ok) await judge(await answer.json());
    } catch {
      tell(news.dataset.offline, false);
    }
  }

  ask();
  setInterval(ask, ASK_EVERY_MS);
  addEventListener("online", ask);
})();
