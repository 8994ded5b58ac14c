// The page of a sheet: one page at a time, moved by hand, wheel, keys or the field in hand.
(function () {
  "use strict";
  const viewer = document.querySelector("[data-viewer]");
  const pan = viewer && viewer.querySelector("[data-pan]");
  if (!pan || !window.Panzoom) return;
  const stage = viewer.querySelector("[data-stage]");
  const pages = Array.from(viewer.querySelectorAll(".page-image"));
  const label = viewer.querySelector(".page-label");
  const zoom = window.Panzoom(pan, { maxScale: 8, minScale: 0.5, step: 0.4, animate: false, noBind: false });
  let current = 0;
  let turns = 0;
  viewer.classList.add("live");

  function show(index) {
    current = Math.max(0, Math.min(pages.length - 1, index));
    pages.forEach((page, i) => page.classList.toggle("shown", i === current));
    const number = label.dataset.numbers.split(" ")[current];
    label.textContent = label.dataset.label.replace("{number}", number);
  }

  function turn(by) {
    turns = (turns + by + 4) % 4;
    for (const page of pages) {
      page.classList.remove("turn-1", "turn-2", "turn-3");
      if (turns) page.classList.add("turn-" + turns);
    }
  }

  function fit() { zoom.reset({ animate: false }); }

  // Faint pencil and yellow light: grey and hard, kept from sheet to sheet.
  function setContrast(on) {
    stage.classList.toggle("contrast", on);
    viewer.querySelector("[data-do=contrast]").setAttribute("aria-pressed", String(on));
    try { window.localStorage.setItem("khanaen:contrast", on ? "1" : ""); } catch { /* private window */ }
  }

  // Where a point of the picture lies from the middle of the stage, in unscaled pixels.
  function fromMiddle(page, x, y) {
    const view = page.viewBox.baseVal;
    const shown = Math.min(stage.clientWidth / view.width, stage.clientHeight / view.height);
    const dx = (x - view.width / 2) * shown;
    const dy = (y - view.height / 2) * shown;
    const turned = [[dx, dy], [-dy, dx], [-dx, -dy], [dy, -dx]];
    return { at: turned[turns], shown: shown };
  }

  function showBox(index, box) {
    show(index);
    const page = pages[current];
    const outline = page.querySelector(".outline");
    const [x0, y0, x1, y1] = box;
    outline.setAttribute("x", x0);
    outline.setAttribute("y", y0);
    outline.setAttribute("width", x1 - x0);
    outline.setAttribute("height", y1 - y0);
    outline.setAttribute("stroke-width", Math.max(2, (x1 - x0) / 120));
    const found = fromMiddle(page, (x0 + x1) / 2, (y0 + y1) / 2);
    const wanted = (stage.clientWidth * 0.55) / ((x1 - x0) * found.shown);
    const scale = Math.max(1, Math.min(4, wanted));
    zoom.zoom(scale, { animate: false, force: true });
    zoom.pan(-found.at[0], -found.at[1], { animate: false, force: true });
  }

  const does = {
    before: () => show(current - 1),
    after: () => show(current + 1),
    in: () => zoom.zoomIn({ animate: false }),
    out: () => zoom.zoomOut({ animate: false }),
    fit: fit,
    turn: () => turn(1),
    contrast: () => setContrast(!stage.classList.contains("contrast")),
  };
  viewer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) does[button.dataset.do]();
  });
  stage.addEventListener("wheel", zoom.zoomWithWheel, { passive: false });
  show(0);
  try { if (window.localStorage.getItem("khanaen:contrast")) setContrast(true); } catch { /* private window */ }
  const moveBy = (by) => zoom.pan(by[0], by[1], { relative: true, animate: false, force: true });
  window.khanaenViewer = { showBox: showBox, does: does, pan: moveBy };
})();
