(() => {
  "use strict";
  const bar = document.querySelector("header"), line = bar.querySelector("p");
  const mistakes = document.querySelector("pre"), frame = document.querySelector("iframe");
  let shown = 0;
  const tell = (state, text, detail = "") => {
    bar.dataset.state = state;
    if (line.textContent !== text) line.textContent = text;
    if (mistakes.textContent !== detail) mistakes.textContent = detail;
    mistakes.hidden = detail === "";
  };
  const events = new EventSource("events");
  events.addEventListener("message", event => {
    const news = JSON.parse(event.data);
    tell(news.state, news.text, news.detail);
    if (news.page === shown) return;
    // Loaded again, the page stays where it was scrolled to.
    if (shown === 0) frame.src = "page"; else frame.contentWindow.location.reload();
    shown = news.page;
  });
  events.addEventListener("error", () => tell("gone", "Galley no longer watches; what you see is its last page."));
  frame.addEventListener("load", () => { document.title = frame.contentDocument?.title || document.title; });
})();
