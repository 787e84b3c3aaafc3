// What a page can be used without is done while the browser has nothing else to do.
const whenIdle = work => window.requestIdleCallback ? requestIdleCallback(work, { timeout: 3000 }) : setTimeout(work);

(() => {
  "use strict";
  const root = document.documentElement;

  // Light and dark: a choice holds for this page while it is open, and where the browser lets a file remember, longer.
  const button = document.querySelector(".theme");
  const kept = () => { try { return localStorage.getItem("galley-theme"); } catch { return null; } };
  if (kept()) root.dataset.theme = kept();
  button.hidden = false;
  button.addEventListener("click", () => {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    try { localStorage.setItem("galley-theme", root.dataset.theme); } catch {}
  });

  // Contents: folded on narrow screens, and the section in view is marked.
  const contents = document.querySelector(".contents details");
  let mark = () => {};
  if (contents) {
    const narrow = matchMedia("(max-width: 68rem)");
    const fold = () => { contents.open = !narrow.matches; };
    fold();
    narrow.addEventListener("change", fold);
    const links = new Map([...contents.querySelectorAll("a")].map(a => [decodeURIComponent(a.hash.slice(1)), a]));
    const heads = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
    mark = () => {
      const past = heads.filter(h => h.getBoundingClientRect().top < 120);
      const current = (past.at(-1) ?? heads[0])?.id;
      for (const [id, a] of links) id === current ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current");
    };
    let waits = false;
    addEventListener("scroll", () => {
      if (waits) return;
      waits = true;
      requestAnimationFrame(() => { waits = false; mark(); });
    }, { passive: true });
  }

  // A link into something folded opens it.
  const reveal = () => {
    let place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    const target = place;
    while (place) {
      if (place.tagName === "DETAILS") place.open = true;
      if (place.classList.contains("unchosen")) place.dispatchEvent(new Event("reveal"));
      place = place.parentElement;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  // Once the other scripts have made the page what it is: a place that is asked for before would lay it out twice, and be another afterwards.
  requestAnimationFrame(() => {
    reveal();
    mark();
  });

  // Drawings far from the window were left for later; at once where the window is another, as it is when all of the page is taken as one picture.
  const far = [...document.querySelectorAll(".canvas > svg")];
  const draw = svg => { svg.style.contentVisibility = "visible"; };
  const drawNext = () => {
    if (!far.length) return;
    draw(far.shift());
    whenIdle(drawNext);
  };
  addEventListener("load", () => whenIdle(drawNext));
  addEventListener("resize", () => { for (const svg of far.splice(0)) draw(svg); });

  // What is too wide for its place scrolls, by keyboard too.
  const sizes = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const canvas of document.querySelectorAll("figure.drawn > .canvas")) sizes.observe(canvas);
})();
