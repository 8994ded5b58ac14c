// A chosen picture is sent at once. Without this file the button "send" does it.
(function () {
  "use strict";
  const form = document.querySelector("[data-shoot]");
  if (!form) return;
  document.documentElement.classList.add("scripted");
  form.addEventListener("change", (event) => {
    const chosen = event.target;
    if (chosen.type !== "file" || !chosen.files.length) return;
    for (const other of form.querySelectorAll("input[type=file]")) {
      if (other !== chosen) other.disabled = true;
    }
    form.querySelector(".sending").hidden = false;
    form.requestSubmit();
  });
  // Back from the camera by the back button: the form must work again.
  window.addEventListener("pageshow", () => {
    for (const input of form.querySelectorAll("input[type=file]")) input.disabled = false;
    form.querySelector(".sending").hidden = true;
  });
})();
