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
  if (contents) {
    const narrow = matchMedia("(max-width: 68rem)");
    const fold = () => { contents.open = !narrow.matches; };
    fold();
    narrow.addEventListener("change", fold);
    const links = new Map([...contents.querySelectorAll("a")].map(a => [decodeURIComponent(a.hash.slice(1)), a]));
    const heads = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
    const mark = () => {
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
    mark();
  }

  // A link into something folded opens it.
  const reveal = () => {
    let place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    const target = place;
    while ((place = place.parentElement)) if (place.tagName === "DETAILS") place.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // What is too wide for its place scrolls, by keyboard too.
  const sizes = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const canvas of document.querySelectorAll("figure.drawn > .canvas")) sizes.observe(canvas);

  // Tables sort by the column whose head is pressed: up, down, as they were.
  for (const table of document.querySelectorAll("table.data")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    if (rows.length < 2) continue;
    const value = (row, column) => {
      const cell = row.cells[column];
      if (cell.classList.contains("missing")) return null;
      const text = cell.dataset.v ?? cell.textContent.trim();
      if (!cell.classList.contains("number")) return text;
      const number = parseFloat(text.replace("−", "-").replaceAll(",", ""));
      return Number.isNaN(number) ? null : number;
    };
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const sorter = document.createElement("button");
      sorter.type = "button";
      sorter.append(...head.childNodes);
      head.append(sorter);
      sorter.addEventListener("click", () => {
        const next = { ascending: "descending", descending: "none" }[head.ariaSort] ?? "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        if (next !== "none") head.ariaSort = next;
        const sign = next === "descending" ? -1 : 1;
        const sorted = next === "none" ? rows : [...rows].sort((a, b) => {
          const x = value(a, column), y = value(b, column);
          if (x === null || y === null) return (x === null) - (y === null);
          return sign * (typeof x === "number" ? x - y : x.localeCompare(y, undefined, { numeric: true }));
        });
        body.append(...sorted);
      });
    });
  }

  // Quizzes mark themselves.
  for (const quiz of document.querySelectorAll("form.quiz")) {
    quiz.addEventListener("submit", event => event.preventDefault());
    for (const question of quiz.querySelectorAll("fieldset")) {
      const check = question.querySelector("button");
      const output = question.querySelector("output");
      const inputs = [...question.querySelectorAll("input")];
      check.hidden = false;
      const judge = () => {
        if (question.dataset.type.startsWith("choose")) {
          if (!inputs.some(input => input.checked)) return null;
          return inputs.every(input => input.checked === (input.dataset.correct === "1"));
        }
        const given = inputs[0].value.trim(), expected = question.dataset.expected.trim();
        if (!given) return null;
        if (question.dataset.type === "text") return given.toLowerCase() === expected.toLowerCase();
        const a = Number(given.replace(",", ".")), b = Number(expected);
        return Math.abs(a - b) <= 1e-9 + 1e-6 * Math.abs(b);
      };
      check.addEventListener("click", () => {
        const verdict = judge();
        output.textContent = verdict === null ? quiz.dataset.empty : verdict ? quiz.dataset.right : quiz.dataset.wrong;
        question.dataset.verdict = verdict === null ? "" : verdict ? "right" : "wrong";
        if (verdict) question.querySelector("details").open = true;
      });
      for (const input of inputs) {
        input.addEventListener("input", () => { question.dataset.verdict = ""; output.textContent = ""; });
        if (input.type === "text") input.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); check.click(); } });
      }
    }
  }
})();
