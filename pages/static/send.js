// A chosen picture is kept on the phone at once and goes by itself, now or when there is a network.
// Without this file, or where a browser keeps nothing, the button "send" does it.
(function () {
  "use strict";
  const form = document.querySelector("[data-shoot]");
  const shelf = document.getElementById("kept");
  const outbox = self.khanaenOutbox;
  if (!form || !shelf || !outbox) return;
  const words = shelf.dataset;
  const isAlone = form.hasAttribute("data-alone");
  const inputs = Array.from(form.querySelectorAll("input[type=file]"));
  const seen = new Map();
  let unit = form.elements.unit.value;
  let wait = 2000;
  let timer = 0;
  let busy = false;
  let again = false;

  function say(text) {
    document.getElementById("kept-said").textContent = text;
  }

  function standing(picture) {
    if (picture.trouble) return words[`trouble${picture.trouble}`];
    if (shelf.hasAttribute("data-strangers")) return words.strangersSaid;
    return navigator.onLine && !shelf.hasAttribute("data-later") ? words.sending : words.waiting;
  }

  function verdict(check) {
    if (!check) return "";
    return check.problems.length ? check.problems.map((p) => words[p]).join(" ") : words.sharp;
  }

  async function look(picture) {
    if (!seen.has(picture.id)) {
      const blob = new Blob([picture.bytes], { type: picture.type });
      seen.set(picture.id, await window.khanaenCheck(blob));
    }
    return seen.get(picture.id);
  }

  async function item(picture) {
    const check = await look(picture);
    const row = document.createElement("li");
    row.dataset.picture = picture.id;
    if (picture.trouble || (check && check.problems.length)) row.className = "open";
    if (check) row.append(check.thumb);
    const said = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = standing(picture);
    said.append(strong, document.createElement("br"), verdict(check));
    row.append(said);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "plain";
    drop.textContent = words.drop;
    drop.addEventListener("click", () => outbox.drop(picture.id).then(show));
    row.append(drop);
    return row;
  }

  async function show() {
    const kept = await outbox.waiting();
    const rows = await Promise.all(kept.map(item));
    shelf.querySelector("ul").replaceChildren(...rows);
    shelf.hidden = rows.length === 0;
    return kept;
  }

  function refresh() {
    const status = document.getElementById("status");
    if (!status || !window.htmx) return;
    window.htmx.ajax("GET", `/send/status?unit=${encodeURIComponent(unit)}`, { target: "#status", swap: "outerHTML" });
  }

  function told(picture, answer) {
    seen.delete(picture.id);
    if (answer) say(answer.words || words.came.replace("{receipt}", answer.receipt));
    show();
    refresh();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
    wait = Math.min(wait * 2, 60000);
  }

  async function send() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    let became;
    // A picture that was kept meanwhile is not among those that this round found waiting.
    do {
      again = false;
      became = await outbox.sendAll(told);
    } while (again && became === "sent");
    busy = false;
    shelf.toggleAttribute("data-later", became === "later");
    shelf.toggleAttribute("data-strangers", became === "strangers");
    const kept = await show();
    if (became !== "later") wait = 2000;
    if (became === "later" || isAlone) later();
    // The page for hours without a network has done its work.
    if (isAlone && became !== "later" && !kept.some((p) => !p.trouble)) leave();
  }

  async function leave() {
    try {
      const answer = await fetch("/healthz", { cache: "no-store" });
      if (answer.ok) location.replace(`/send?unit=${encodeURIComponent(unit)}`);
    } catch { /* Still no network: stay. */ }
  }

  async function keep(file, more) {
    const picture = await outbox.keep(file, unit, more);
    await show();
    const worker = navigator.serviceWorker && (await navigator.serviceWorker.getRegistration("/send"));
    if (worker && worker.sync) worker.sync.register("send").catch(() => {});
    send();
    return verdict(await look(picture));
  }

  async function chosen(input) {
    const files = Array.from(input.files);
    try {
      for (const file of files) await keep(file);
      input.value = "";
    } catch {
      // No room, or a private window: the form sends it the plain way.
      form.querySelector(".sending").hidden = false;
      for (const other of inputs) other.disabled = other !== input;
      form.requestSubmit();
    }
  }

  async function begin() {
    if (isAlone) {
      const note = await outbox.note();
      if (note) {
        unit = form.elements.unit.value = note.unit;
        document.getElementById("unit-name").textContent = note.name;
      }
    } else {
      const name = document.querySelector(".where h1").textContent;
      await outbox.remember({ csrf: form.elements.csrf.value, unit, name });
      if (navigator.serviceWorker) {
        navigator.serviceWorker.register(form.dataset.worker, { scope: "/send" }).catch(() => {});
        navigator.serviceWorker.addEventListener("message", () => show().then(refresh));
      }
    }
    document.documentElement.classList.add("scripted");
    form.addEventListener("change", (event) => { if (inputs.includes(event.target)) chosen(event.target); });
    form.querySelector("[data-camera]").addEventListener("click", (event) => {
      if (!window.khanaenCamera) return;
      event.preventDefault();
      window.khanaenCamera.open((file) => keep(file)).then((is) => {
        if (is) return;
        window.khanaenCamera = null;
        form.querySelector("[capture]").click();
      });
    });
    const other = document.querySelector("[data-evidence]");
    if (other) other.addEventListener("submit", (event) => {
      event.preventDefault();
      const { kind, note, photo } = other.elements;
      keep(photo.files[0], { kind: kind.value, note: note.value }).then(() => other.reset(), () => other.submit());
    });
    for (const input of inputs) if (input.files.length) chosen(input);
    window.addEventListener("online", () => { wait = 2000; send(); });
    window.addEventListener("offline", show);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    if ((await show()).length || isAlone) send();
  }

  // A phone that keeps nothing (private window) still has the plain form.
  begin().catch(() => { shelf.hidden = true; });
})();
