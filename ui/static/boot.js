// Starts the console. It is a file of its own because the content security policy allows no inline script.
import init from "./mini_aws_ui.js";

// It is compiled beside the chart library's script, which comes after this one. Where that does not work, the usual way tells why, or does.
const application = new URL("./mini_aws_ui_bg.wasm", import.meta.url);
const compiled = WebAssembly.compileStreaming(fetch(application)).catch(() => application);

// The chart library is there once the page is complete.
const complete = new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  else document.addEventListener("DOMContentLoaded", resolve, { once: true });
});

complete
  .then(() => compiled)
  .then((module) => init({ module_or_path: module }))
  .catch((error) => {
    // There is no application to show this, so it is written by hand: a sentence instead of an empty window.
    const message = document.createElement("p");
    message.className = "boot-error";
    message.textContent = `The console could not start: ${error}`;
    document.body.replaceChildren(message);
  });
