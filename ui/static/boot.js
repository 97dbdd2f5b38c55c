// Starts the console. It is a file of its own because the content security policy allows no inline script.
import init from "./mini_aws_ui.js";

init({ module_or_path: new URL("./mini_aws_ui_bg.wasm", import.meta.url) }).catch((error) => {
  // There is no application to show this, so it is written by hand: a sentence instead of an empty window.
  const message = document.createElement("p");
  message.className = "boot-error";
  message.textContent = `The console could not start: ${error}`;
  document.body.replaceChildren(message);
});
