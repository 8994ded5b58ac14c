// The board is not printed yet: look for it every two seconds, and turn into it once it is there.
(function () {
  "use strict";
  async function look() {
    try {
      const answer = await fetch(window.location.pathname, { method: "HEAD", cache: "no-store" });
      if (answer.ok) return window.location.reload();
    } catch { /* the server is away for a moment: the next look tells */ }
    setTimeout(look, 2000);
  }
  setTimeout(look, 2000);
})();
