// Pictures stay on the phone until the server has them. The page and its worker share this file.
// A picture is sent under the hash of its bytes: sent twice, it is still one picture.
(function (scope) {
  "use strict";
  const { createStore, get, set, del, values } = scope.idbKeyval;
  const pictures = createStore("khanaen-send", "pictures");
  const notes = createStore("khanaen-send-notes", "notes");
  const PATIENCE_MS = 180000;
  const LASTING = new Set([404, 413, 422]);

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");
  }

  async function sha256(bytes) {
    // Only a page behind https (or on this very machine) may hash; the server hashes anyway.
    return scope.crypto.subtle ? hex(await scope.crypto.subtle.digest("SHA-256", bytes)) : "";
  }

  function freshId() {
    return hex(scope.crypto.getRandomValues(new Uint8Array(16)).buffer);
  }

  async function waiting() {
    return (await values(pictures)).sort((a, b) => a.at - b.at);
  }

  async function keep(file, unit, more) {
    const bytes = await file.arrayBuffer();
    const hash = await sha256(bytes);
    const there = (await waiting()).find((p) => hash && p.sha256 === hash && p.unit === unit);
    if (there) return there;
    const picture = {
      id: hash ? `${unit} ${hash}` : freshId(), unit, bytes, sha256: hash,
      name: file.name || "", type: file.type || "", at: Date.now(), trouble: "", words: "", ...more,
    };
    await set(picture.id, picture, pictures);
    return picture;
  }

  async function post(picture, csrf) {
    const form = new FormData();
    form.append("unit", picture.unit);
    form.append("sha256", picture.sha256);
    form.append("kind", picture.kind || "");
    form.append("note", picture.note || "");
    form.append("photo", new Blob([picture.bytes], { type: picture.type }), picture.name || "picture");
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      return await fetch("/send/pictures", {
        method: "POST", body: form, redirect: "manual", credentials: "same-origin",
        headers: { "X-CSRF-Token": csrf, "Idempotency-Key": picture.id },
        signal: patience.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  // Returns what became of it: "sent", "refused" (kept, with words), "later" or "strangers".
  async function sendOne(picture, csrf, tell) {
    let answer;
    try {
      answer = await post(picture, csrf);
    } catch {
      return "later";
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) return "strangers";
    if (answer.ok) {
      const said = await answer.json();
      await del(picture.id, pictures);
      tell(picture, said);
      return "sent";
    }
    if (!LASTING.has(answer.status)) return "later";
    await set(picture.id, { ...picture, trouble: String(answer.status) }, pictures);
    tell(picture, null);
    return "refused";
  }

  async function sendEach(tell) {
    const note = await get("session", notes);
    if (!note) return "strangers";
    for (const picture of await waiting()) {
      if (picture.trouble) continue;
      const became = await sendOne(picture, note.csrf, tell);
      if (became === "later" || became === "strangers") return became;
    }
    return "sent";
  }

  // One sender at a time, in whichever tab or worker; the next one finds what is left.
  function sendAll(tell) {
    const run = () => sendEach(tell);
    const locks = scope.navigator.locks;
    return locks ? locks.request("khanaen-send", run) : run();
  }

  scope.khanaenOutbox = {
    keep, waiting, sendAll,
    drop: (id) => del(id, pictures),
    note: () => get("session", notes),
    remember: (note) => set("session", note, notes),
  };
})(self);
