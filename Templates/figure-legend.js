// Legends that filter: entries that are pressed are shown alone; none is all.
(() => {
  "use strict";
  const set = (element, attributes) => { for (const name in attributes) element.setAttribute(name, attributes[name]); };
  // The gap between symbol and word can be pressed too. Measured when the figure comes near: a measurement behind each change would lay the page out anew.
  const gaps = new IntersectionObserver(seen => {
    for (const { target } of seen.filter(entry => entry.isIntersecting)) {
      gaps.unobserve(target);
      const entries = [...target.querySelectorAll(".legend [data-key]")], boxes = entries.map(entry => entry.getBBox());
      for (const [place, { x, y, width, height }] of boxes.entries()) {
        const gap = entries[place].appendChild(document.createElementNS(target.namespaceURI, "rect"));
        set(gap, { x: x - 3, y: y - 4, width: width + 6, height: height + 8, fill: "none", "pointer-events": "all" });
      }
    }
  }, { rootMargin: "50%" });
  for (const svg of document.querySelectorAll("figure.drawn > .canvas > svg")) {
    const parts = [...svg.querySelectorAll("[data-key]")], entries = parts.filter(part => part.closest(".legend")), marks = parts.filter(part => !part.closest(".legend"));
    const chosen = new Set();
    if (entries.length < 2 || !marks.length) continue;
    const press = key => {
      chosen.delete(key) || chosen.add(key);
      svg.classList.toggle("filtered", chosen.size > 0);
      for (const entry of entries) set(entry, { "aria-pressed": chosen.has(entry.dataset.key) });
      // Hidden and still there: a zoom measures all marks.
      const show = (mark, isShown) => { mark.style.visibility = isShown ? "visible" : "hidden"; };
      for (const mark of marks) show(mark, chosen.has(mark.dataset.key) || !chosen.size && !mark.matches(".alone"));
      // Marks as pixels: an image of all, as they lie over one another, and one of each category for when not all are shown.
      for (const image of svg.querySelectorAll(".together")) show(image, !chosen.size);
    };
    for (const entry of entries) {
      const { key } = entry.dataset;
      set(entry, { role: "button", tabindex: 0, "aria-label": key, "aria-pressed": false });
      entry.addEventListener("click", () => press(key));
      entry.addEventListener("keydown", event => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        press(key);
      });
    }
    gaps.observe(svg);
  }
})();
