// Sets the theme before the first paint. From then on `hooks/use_theme.rs` keeps it; the key and the words are the same.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("mini-aws-theme");
  } catch {
    // Storage may be switched off: then the system decides.
  }
  const light = matchMedia("(prefers-color-scheme: light)").matches;
  const theme = choice === "light" || choice === "dark" ? choice : light ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
})();
