// Shows only the units whose line holds every word that was typed. Without it the whole list stands there.
"use strict";
(() => {
  const place = document.getElementById("find");
  const word = document.getElementById("find-word");
  const found = document.getElementById("find-found");
  const lines = [...document.querySelectorAll(".reports li")].map((line) => [line, line.textContent.toLowerCase()]);
  const sections = [...document.querySelectorAll(".found-in")];

  function show() {
    const words = word.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [line, text] of lines) {
      line.hidden = !words.every((w) => text.includes(w));
      if (!line.hidden) count += 1;
    }
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    found.textContent = !words.length ? "" : count ? found.dataset.words.replace("#", count) : place.dataset.none;
  }

  place.hidden = false;
  word.addEventListener("input", show);
})();
