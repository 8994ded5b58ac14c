// Keys and live sums of the sheet in hand. Without this file the form still works.
(function () {
  "use strict";
  const form = document.querySelector("[data-look]");
  if (!form) return;
  const viewer = window.khanaenViewer;
  const inputs = Array.from(form.querySelectorAll("input.count"));
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
    if (id === "keys" || id === "jump") {
      document.querySelector("[data-" + id + "]").showModal();
      return;
    }
    const panel = document.getElementById(id);
    if (!panel) return;
    panel.open = true;
    const start = panel.querySelector("input:checked") || panel.querySelector("input:not([type=hidden]), textarea");
    start.focus();
    panel.scrollIntoView({ block: "nearest" });
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open]");
    if (button) open(button.dataset.open);
  });

  // Straight to a line: a ballot number, or the printed number of the head after a point (.221).
  const jump = document.querySelector("[data-jump]");
  jump.addEventListener("close", () => {
    const wish = plain(jump.querySelector("input").value);
    jump.querySelector("input").value = "";
    const key = wish.startsWith(".") ? headOf(wish) : "row:" + Number(wish);
    const field = inputs.find((input) => input.dataset.key === key);
    if (field) field.focus({ preventScroll: false });
  });
  function headOf(wish) {
    const bare = wish.replace(/\./g, "");
    const field = inputs.find((input) => input.dataset.number && input.dataset.number === bare);
    return field && field.dataset.key;
  }

  function step(by) {
    const at = inputs.indexOf(document.activeElement);
    const next = inputs[at < 0 ? 0 : at + by];
    if (next) next.focus();
  }

  const views = {
    KeyF: "fit", KeyT: "turn", KeyZ: "in", KeyX: "out", KeyC: "contrast",
    BracketLeft: "before", BracketRight: "after",
  };
  const pans = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] };
  const shortcuts = {
    KeyR: () => open("return-panel"), KeyP: () => open("park-panel"), KeyJ: () => open("jump"),
    Slash: () => open("keys"), ArrowUp: () => step(-1), ArrowDown: () => step(1),
  };
  for (const code of Object.keys(views)) {
    shortcuts[code] = () => viewer && viewer.does[views[code]]();
  }
  document.addEventListener("keydown", (event) => {
    const writes = event.target.matches("textarea, select, input:not(.count)") || event.target.closest("dialog");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || !shortcuts[event.code]) return;
    if (event.code === "Slash" && !event.shiftKey) return;
    event.preventDefault();
    if (event.shiftKey && pans[event.code]) {
      if (viewer) viewer.pan(pans[event.code]);
      return;
    }
    shortcuts[event.code]();
  });

  addUp();
  const first = form.querySelector(".doubtful input.count:not([readonly])");
  const wrong = form.querySelector("[aria-invalid=true]");
  const start = wrong || first;
  // After panzoom has set its own start, which it does on a timer.
  if (start) setTimeout(() => start.focus({ preventScroll: true }), 0);
})();
