// Notes when the row of each awaited instance has been painted as running: in the task after the frame that it was drawn in. Times are those
// of the system's clock, which whoever starts the instances reads as well.
window.awaited = new Set();
window.painted = {};
const painted = (name) => {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      window.painted[name] = Date.now();
    };
    channel.port2.postMessage(null);
  });
};
new MutationObserver(() => {
  for (const row of document.querySelectorAll('[data-testid="instance-row"]')) {
    const name = row.cells[0].textContent.trim();
    if (window.awaited.has(name) && row.querySelector(".state-badge")?.textContent.trim() === "running") {
      window.awaited.delete(name);
      painted(name);
    }
  }
}).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
