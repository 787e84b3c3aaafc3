(() => {
  "use strict";
  const bar = document.querySelector("header"), line = bar.querySelector("p");
  const mistakes = document.querySelector("pre"), frame = document.querySelector("iframe");
  const root = location.pathname.replace(/\/?$/, "/");
  bar.querySelector("a").href = root + "page";
  let shown = 0, events;
  const tell = (state, text, detail = "") => {
    bar.dataset.state = state;
    if (line.textContent !== text) line.textContent = text;
    if (mistakes.textContent !== detail) mistakes.textContent = detail;
    mistakes.hidden = detail === "";
  };
  const load = () => {
    // Loaded again, the page stays where it was scrolled to; one that has gone elsewhere comes back.
    try { if (shown !== 0) return frame.contentWindow.location.reload(); } catch {}
    frame.src = root + "page";
  };
  const follow = () => {
    events = new EventSource(root + "events");
    events.addEventListener("message", event => {
      const news = JSON.parse(event.data);
      tell(news.state, news.text, news.detail);
      if (news.page === shown) return;
      load();
      shown = news.page;
    });
    events.addEventListener("error", () => tell("gone", "Galley no longer watches; what you see is its last page."));
  };
  // A browser keeps few connections open: only the tab that is looked at has one.
  document.addEventListener("visibilitychange", () => document.hidden ? events.close() : follow());
  follow();
  frame.addEventListener("load", () => {
    const page = frame.contentDocument;
    if (!page) return;
    document.title = page.title || document.title;
    // What is elsewhere opens in a tab of its own: the frame shows the report and nothing else.
    page.addEventListener("click", event => {
      const link = event.target.closest?.("a[href]");
      if (link && link.origin !== location.origin && link.protocol.startsWith("http")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
    }, true);
  });
})();
