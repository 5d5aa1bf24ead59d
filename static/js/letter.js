/** Makes the frame of a letter as high as the letter, so that nothing of it is cut and nothing gray is left below. */
export function start() {
  for (const frame of document.querySelectorAll("iframe.letter")) {
    const fit = () => {
      const letter = frame.contentDocument;
      if (!letter?.body || letter.URL === "about:blank") return;
      frame.style.blockSize = "0";
      frame.style.blockSize = `${letter.documentElement.scrollHeight}px`;
    };
    let width = 0;
    frame.addEventListener("load", fit);
    new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width === width) return;
      width = contentRect.width;
      fit();
    }).observe(frame);
  }
}
