// The phone's camera with the outline of a sheet over it; without it the phone's own camera opens.
(function () {
  "use strict";
  const box = document.getElementById("camera");
  const video = box && box.querySelector("video");
  const media = navigator.mediaDevices;
  const WANTED = { video: { facingMode: "environment", width: { ideal: 4096 }, height: { ideal: 3072 } } };
  const ENOUGH = 1600;
  if (!box || !box.showModal || !media || !media.getUserMedia) return;
  let stream = null;
  let taken = () => {};

  function close() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    if (box.open) box.close();
  }

  // A still of the sensor where the browser can take one, else the frame that is shown.
  async function still() {
    const [track] = stream.getVideoTracks();
    if (window.ImageCapture) {
      try {
        return await new ImageCapture(track).takePhoto();
      } catch { /* The frame will do. */ }
    }
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
  }

  async function shoot() {
    const button = box.querySelector("[data-shutter]");
    button.disabled = true;
    const blob = await still();
    button.disabled = false;
    if (!blob) return;
    const name = `page-${new Date().toISOString().replace(/[:.]/g, "-")}.jpg`;
    const words = await taken(new File([blob], name, { type: blob.type || "image/jpeg" }));
    box.querySelector("[data-said]").textContent = words;
  }

  // Resolves to false where there is no camera, no leave, or one too coarse for a sheet.
  async function open(take) {
    try {
      stream = await media.getUserMedia(WANTED);
    } catch {
      return false;
    }
    video.srcObject = stream;
    await video.play();
    if (!window.ImageCapture && Math.max(video.videoWidth, video.videoHeight) < ENOUGH) {
      close();
      return false;
    }
    taken = take;
    box.querySelector("[data-said]").textContent = "";
    box.showModal();
    return true;
  }

  box.querySelector("[data-shutter]").addEventListener("click", shoot);
  box.querySelector("[data-close]").addEventListener("click", close);
  box.addEventListener("close", close);
  window.khanaenCamera = { open };
})();
