// Legends that filter: entries that are pressed are shown alone; none is all.
(() => {
  "use strict";
  const set = (element, attributes) => { for (const name in attributes) element.setAttribute(name, attributes[name]); };
  for (const svg of document.querySelectorAll("figure.drawn > .canvas > svg")) {
    const entries = [...svg.querySelectorAll(".legend [data-key]")], marks = svg.querySelectorAll(".marks [data-key]"), chosen = new Set();
    if (entries.length < 2 || !marks.length) continue;
    const press = key => {
      chosen.delete(key) || chosen.add(key);
      svg.classList.toggle("filtered", chosen.size > 0);
      for (const entry of entries) set(entry, { "aria-pressed": chosen.has(entry.dataset.key) });
      for (const mark of marks) mark.style.display = chosen.size && !chosen.has(mark.dataset.key) ? "none" : "";
    };
    for (const entry of entries) {
      const { key } = entry.dataset, { x, y, width, height } = entry.getBBox();
      // The gap between symbol and word can be pressed too.
      const gap = entry.appendChild(document.createElementNS(svg.namespaceURI, "rect"));
      set(gap, { x: x - 3, y: y - 4, width: width + 6, height: height + 8, fill: "none", "pointer-events": "all" });
      set(entry, { role: "button", tabindex: 0, "aria-label": key, "aria-pressed": false });
      entry.addEventListener("click", () => press(key));
      entry.addEventListener("keydown", event => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        press(key);
      });
    }
  }
})();
