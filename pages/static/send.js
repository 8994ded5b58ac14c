// A chosen picture is sent at once. Without this file the button "send" does it.
(function () {
  "use strict";
  const form = document.querySelector("[data-shoot]");
  if (!form) return;
  document.documentElement.classList.add("scripted");
  const inputs = Array.from(form.querySelectorAll("input[type=file]"));
  function send(chosen) {
    if (!chosen || !chosen.files.length) return;
    for (const other of inputs) {
      if (other !== chosen) other.disabled = true;
    }
    form.querySelector(".sending").hidden = false;
    form.requestSubmit();
  }
  form.addEventListener("change", (event) => send(inputs.find((input) => input === event.target)));
  // Chosen before this file was there: nobody would press the button that is hidden now.
  send(inputs.find((input) => input.files.length));
  // Back from the camera by the back button: the form must work again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const input of inputs) input.disabled = false;
    form.querySelector(".sending").hidden = true;
  });
})();
