// What was typed outlives a lost connection: kept on this device, sent again by itself, counted once.
// Every form carries a key of its own (`once`); the desk takes what comes twice under it for one.
(function () {
  "use strict";
  const form = document.querySelector("[data-look]");
  if (!form) return;
  const offline = document.querySelector("[data-offline]");
  const started = Date.now();
  const sheet = form.dataset.sheet;
  const draftKey = "khanaen:draft:" + sheet;
  const AGAIN_MS = 3000;
  let busy = false;

  // A private window or a full disk must not keep anybody from working.
  const store = {
    get(key) { try { return JSON.parse(window.localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { window.localStorage.setItem(key, JSON.stringify(value)); } catch { /* goes without */ } },
    drop(key) { try { window.localStorage.removeItem(key); } catch { /* goes without */ } },
  };

  const fields = Array.from(form.querySelectorAll("input.count:not([readonly])"));
  const drawn = new Map(fields.map((field) => [field.name, field.value]));

  function keepDraft() {
    const typed = fields.filter((field) => field.value !== drawn.get(field.name));
    if (!typed.length) return store.drop(draftKey);
    store.set(draftKey, {
      edit: form.elements.edit.value,
      values: Object.fromEntries(typed.map((field) => [field.name, field.value])),
    });
  }

  // After a reload, a crash or a dead battery: what was typed on this version of the sheet is back.
  function restore() {
    const draft = store.get(draftKey);
    if (!draft || !fields.length) return;
    if (draft.edit !== form.elements.edit.value) return store.drop(draftKey);
    let restored = 0;
    for (const field of fields) {
      const value = draft.values[field.name];
      if (value === undefined || value === field.value) continue;
      field.value = value;
      restored += 1;
    }
    if (!restored) return;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const note = document.querySelector("[data-restored-note]");
    note.textContent = form.dataset.restored;
    note.hidden = false;
  }

  function bodyOf(sent, button) {
    const body = new URLSearchParams(new FormData(sent));
    if (button && button.name) body.set(button.name, button.value);
    return body;
  }

  async function send(path, body, sent) {
    let answer;
    try {
      answer = await fetch(path, { method: "POST", body: body, headers: { Accept: "application/json" } });
    } catch {
      offline.hidden = false;
      setTimeout(() => send(path, body, sent), AGAIN_MS);
      return;
    }
    offline.hidden = true;
    if (answer.ok && (answer.headers.get("Content-Type") || "").includes("json")) {
      store.drop(draftKey);
      window.location.assign((await answer.json()).to);
      return;
    }
    // Not taken, and nothing was written: let the browser show the desk's own answer.
    sent.action = path;
    HTMLFormElement.prototype.submit.call(sent);
  }

  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent !== form && !sent.matches("[data-aside]")) return;
    const button = event.submitter;
    if (button && button.formAction && button.hasAttribute("formaction")) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const seconds = form.querySelector("[data-seconds]");
    if (seconds) seconds.value = ((Date.now() - started) / 1000).toFixed(1);
    keepDraft();
    form.classList.add("sending");
    send(sent.getAttribute("action"), bodyOf(sent, button), sent);
  });
  form.addEventListener("input", keepDraft);
  restore();

  // The pictures of the sheet that most likely comes next are fetched while this one is in hand.
  async function lookAhead() {
    if (!fields.length) return;
    const answer = await fetch("/review/ahead", { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    for (const path of (await answer.json()).images) new Image().src = path;
  }
  setTimeout(lookAhead, 400);
})();
