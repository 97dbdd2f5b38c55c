// Does what a person does, at moments that know nothing of the frames from the engine, and notes how long each takes until it is painted: from when
// it was due, so that a page that is busy then is late, to the second frame after it. `arguments` are the kind of input, how many, and
// what to call at the end.
const [kind, count, done] = arguments;
const times = [];
const rows = () => document.querySelectorAll('[data-testid="instance-row"]').length;
const search = () => document.querySelector('input[type="search"]');
const type = (text) => {
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  setter.call(search(), text);
  search().dispatchEvent(new InputEvent("input", { bubbles: true }));
};
const words = ["w", "we", "web", "web-", "web", "we", "w", ""];
const pages = ["nav-instances", "nav-dashboard", "nav-volumes", "nav-instances", "nav-activity", "nav-dashboard"];
const inputs = {
  typing: (turn) => type(words[turn % words.length]),
  sorting: (turn) => document.querySelectorAll(".data-table thead button")[Math.floor(turn / 2) % 6].click(),
  scrolling: (turn) => {
    const box = document.querySelector(".table-scroll");
    box.scrollTop = (turn * 1733) % (box.scrollHeight - box.clientHeight);
  },
  pages: (turn) => document.querySelector(`[data-testid="${pages[turn % pages.length]}"]`).click(),
};
let most = 0;
const next = (turn) => {
  if (turn === count) {
    done({ times, most });
    return;
  }
  const pause = 120 + Math.random() * 400;
  const due = performance.now() + pause;
  setTimeout(() => {
    inputs[kind](turn);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        times.push(performance.now() - due);
        most = Math.max(most, rows());
        next(turn + 1);
      }),
    );
  }, pause);
};
next(0);
