// Keys, live sums, the clock of the claim. Without this file the form still works.
(function () {
  "use strict";
  const form = document.querySelector("[data-look]");
  if (!form) return;
  const viewer = window.khanaenViewer;
  const inputs = Array.from(form.querySelectorAll("input.count"));
  const started = Date.now();
  const THAI = "๐๑๒๓๔๕๖๗๘๙";

  function plain(text) {
    return text.replace(/[๐-๙]/g, (d) => String(THAI.indexOf(d))).replace(/[,\s]/g, "");
  }

  function valueOf(key) {
    const input = form.querySelector('input[data-key="' + key + '"]');
    if (!input) return null;
    const text = plain(input.value);
    if (/^[-–—]$/.test(text)) return key.startsWith("row:") ? 0 : null;
    return /^\d+$/.test(text) ? Number(text) : null;
  }

  function term(name) {
    if (name !== "rows") return valueOf(name);
    let sum = 0;
    for (const input of inputs) {
      if (!input.dataset.key.startsWith("row:")) continue;
      const value = valueOf(input.dataset.key);
      if (value === null) return null;
      sum += value;
    }
    return sum;
  }

  function side(names) {
    let sum = 0;
    for (const name of names.split(" ")) {
      const value = term(name);
      if (value === null) return null;
      sum += value;
    }
    return sum;
  }

  const sums = form.querySelector("[data-sums]");
  // What was found on other numbers than those that stand there now is checked anew on Enter.
  const asShown = new Map(inputs.map((input) => [input.dataset.key, input.value]));
  function settle() {
    for (const finding of form.querySelectorAll(".finding")) {
      const keys = finding.dataset.fields.split(" ").filter(Boolean);
      const changed = keys.some((key) => {
        const input = form.querySelector('input[data-key="' + key + '"]');
        return input && input.value !== asShown.get(key);
      });
      finding.classList.toggle("stale", changed);
    }
  }

  function addUp() {
    settle();
    if (!sums) return;
    for (const line of sums.children) {
      const written = side(line.dataset.written);
      const parts = side(line.dataset.parts);
      const gap = written === null || parts === null ? null : parts - written;
      const word = gap === null ? sums.dataset.open : gap === 0 ? sums.dataset.even
        : (gap < 0 ? sums.dataset.short : sums.dataset.over).replace("{count}", Math.abs(gap).toLocaleString("en"));
      line.querySelector(".gap-word").textContent = word;
      line.classList.toggle("open", gap === null);
      line.classList.toggle("even", gap === 0);
      line.classList.toggle("off", gap !== null && gap !== 0);
    }
  }

  function lookAt(input) {
    if (!viewer || !input.dataset.box) return;
    viewer.showBox(Number(input.dataset.page), input.dataset.box.split(" ").map(Number));
  }

  form.addEventListener("input", addUp);
  form.addEventListener("focusin", (event) => {
    if (!event.target.matches("input.count")) return;
    event.target.select();
    lookAt(event.target);
  });

  // On a Thai keyboard the digit keys write letters: a count is meant all the same.
  form.addEventListener("keydown", (event) => {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    if (!digit || !event.target.matches("input.count") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[\d๐-๙]$/.test(event.key) || event.shiftKey) return;
    event.preventDefault();
    event.target.setRangeText(digit[1], event.target.selectionStart, event.target.selectionEnd, "end");
    addUp();
  });

  function open(id) {
    if (id === "keys") {
      document.querySelector("[data-keys]").showModal();
      return;
    }
    const panel = document.getElementById(id);
    if (!panel) return;
    panel.open = true;
    panel.querySelector("input:not([type=hidden]), textarea").focus();
    panel.scrollIntoView({ block: "nearest" });
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open]");
    if (button) open(button.dataset.open);
  });

  const shortcuts = {
    KeyR: () => open("return-panel"), Slash: () => open("keys"), KeyF: () => viewer && viewer.does.fit(),
    KeyT: () => viewer && viewer.does.turn(), KeyZ: () => viewer && viewer.does.in(),
    KeyX: () => viewer && viewer.does.out(),
    BracketLeft: () => viewer && viewer.does.before(), BracketRight: () => viewer && viewer.does.after(),
  };
  document.addEventListener("keydown", (event) => {
    const writes = event.target.matches("textarea, select, input:not(.count)") || event.target.closest("dialog");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || !shortcuts[event.code]) return;
    if (event.code === "Slash" && !event.shiftKey) return;
    event.preventDefault();
    shortcuts[event.code]();
  });

  form.addEventListener("submit", () => {
    const seconds = form.querySelector("[data-seconds]");
    if (seconds) seconds.value = ((Date.now() - started) / 1000).toFixed(1);
  });

  // The claim: its clock is shown, and renewed while somebody works.
  const left = document.querySelector("[data-left]");
  let ends = left ? Date.now() + Number(left.dataset.left) * 1000 : 0;
  let touched = Date.now();
  for (const kind of ["keydown", "pointerdown", "pointermove"]) {
    document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  }
  function tick() {
    const seconds = Math.max(0, Math.floor((ends - Date.now()) / 1000));
    const text = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    left.textContent = left.dataset.words.replace("{time}", text);
    left.classList.toggle("late", seconds < 60);
  }
  async function keep() {
    if (Date.now() - touched > 60000) return;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, token: form.elements.token.value });
    const answer = await fetch(form.dataset.keep, { method: "POST", body: body }).catch(() => null);
    if (answer && answer.ok) ends = Date.now() + Number(answer.headers.get("X-Seconds-Left")) * 1000;
  }
  if (left) {
    setInterval(tick, 1000);
    setInterval(keep, 45000);
  }

  addUp();
  const first = form.querySelector(".doubtful input.count:not([readonly])");
  const wrong = form.querySelector("[aria-invalid=true]");
  const start = wrong || first;
  // After panzoom has set its own start, which it does on a timer.
  if (start) setTimeout(() => start.focus({ preventScroll: true }), 0);
})();
