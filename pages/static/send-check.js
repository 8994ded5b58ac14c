// A first word on a picture, at once and without a network; the server's word decides.
(function () {
  "use strict";
  const PATCH = 640;
  const THUMB = 96;
  const SMALL_SIDE = 1200;
  const DARK = 55;
  // Sharp pages have 62 to 6,400 (docs/send.md); blurred by three pixels, 6 at most of drawn ones.
  const BLURRED = 12;

  function grey(context, width, height) {
    const { data } = context.getImageData(0, 0, width, height);
    const light = new Float32Array(width * height);
    for (let i = 0; i < light.length; i += 1) {
      light[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
    }
    return light;
  }

  // Variance of the Laplacian over what is not plain: low where edges are soft.
  function sharpness(light, width, height) {
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (let y = 1; y < height - 1; y += 1) {
      for (let x = 1; x < width - 1; x += 1) {
        const i = y * width + x;
        const edge = light[i - 1] + light[i + 1] + light[i - width] + light[i + width] - 4 * light[i];
        sum += edge;
        squares += edge * edge;
        count += 1;
      }
    }
    return count ? squares / count - (sum / count) ** 2 : 0;
  }

  function drawn(bitmap, width, height, part) {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, ...part, 0, 0, width, height);
    return [canvas, context];
  }

  function measure(bitmap) {
    const { width, height } = bitmap;
    const side = Math.min(PATCH, width, height);
    const middle = [(width - side) / 2, (height - side) / 2, side, side];
    const [, patch] = drawn(bitmap, side, side, middle);
    const light = grey(patch, side, side);
    const mean = light.reduce((a, b) => a + b, 0) / light.length;
    const scale = THUMB / Math.max(width, height);
    const [thumb] = drawn(bitmap, Math.max(1, width * scale), Math.max(1, height * scale), [0, 0, width, height]);
    const problems = [];
    if (Math.max(width, height) < SMALL_SIDE) problems.push("small");
    if (mean < DARK) problems.push("dark");
    if (sharpness(light, side, side) < BLURRED) problems.push("blurred");
    return { thumb, problems };
  }

  // Resolves to a thumbnail and problems, or to null for what the browser cannot open (HEIC, PDF).
  window.khanaenCheck = async function (blob) {
    try {
      const bitmap = await createImageBitmap(blob);
      const seen = measure(bitmap);
      bitmap.close();
      return seen;
    } catch {
      return null;
    }
  };
})();
