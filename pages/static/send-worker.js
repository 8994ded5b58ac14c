// The worker of /send: its page opens without a network, and kept pictures go by themselves.
// The server writes two lines above this one: SHELL (what is kept) and EDITION (its hash).
"use strict";
importScripts(...SHELL.filter((path) => /idb-keyval|send-outbox/.test(path)));
const CACHE = `khanaen-send-${EDITION}`;
const ALONE = "/send/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...SHELL, ALONE])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("khanaen-send-") && name !== CACHE;
  const tidy = caches.keys().then((names) => Promise.all(names.filter(old).map((n) => caches.delete(n))));
  event.waitUntil(Promise.all([tidy, self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate") {
    // A unit's own page is never kept: on a lent phone it would outlive the sign-out.
    event.respondWith(fetch(event.request).catch(() => caches.match(ALONE)));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "send") return;
  const sent = self.khanaenOutbox.sendAll(() => {}).then(async (became) => {
    for (const page of await self.clients.matchAll()) page.postMessage("sent");
    if (became === "later") throw new Error("still no network");
  });
  event.waitUntil(sent);
});
