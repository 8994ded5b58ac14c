// The claim of a sheet: its clock is shown, and renewed while somebody works.
(function () {
  "use strict";
  const form = document.querySelector("[data-look]");
  const left = document.querySelector("[data-left]");
  if (!form || !left) return;
  let ends = Date.now() + Number(left.dataset.left) * 1000;
  let touched = Date.now();
  for (const kind of ["keydown", "pointerdown", "pointermove"]) {
    document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  }

  function tick() {
    const seconds = Math.max(0, Math.floor((ends - Date.now()) / 1000));
    const text = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    left.textContent = seconds ? left.dataset.words.replace("{time}", text) : left.dataset.over;
    left.classList.toggle("late", seconds < 60);
  }

  async function keep() {
    if (Date.now() - touched > 60000) return;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, token: form.elements.token.value });
    const answer = await fetch(form.dataset.keep, { method: "POST", body: body }).catch(() => null);
    if (answer && answer.ok) ends = Date.now() + Number(answer.headers.get("X-Seconds-Left")) * 1000;
    if (answer && answer.status === 409) ends = Date.now();
  }
  setInterval(tick, 1000);
  setInterval(keep, 45000);
})();
