// For so many milliseconds, how far apart the frames of the screen are, in milliseconds, and how often the page's tree was changed. A frame from
// the engine that takes long shows as a long pause between two of the screen.
const [duration, done] = arguments;
const gaps = [];
let changes = 0;
const observer = new MutationObserver(() => {
  changes += 1;
});
observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
let last = performance.now();
const end = last + duration;
const frame = () => {
  const now = performance.now();
  gaps.push(now - last);
  last = now;
  if (now < end) {
    requestAnimationFrame(frame);
  } else {
    observer.disconnect();
    done({ gaps, changes });
  }
};
requestAnimationFrame(frame);
