(() => {
  "use strict";
  // The lineage of a step or of one of its outputs: what went into it, and what came of it, as paths in the graph.
  const graph = document.querySelector("figure.graph");
  if (!graph) return;
  const words = JSON.parse(document.querySelector("main").dataset.words);
  const nodes = new Map([...graph.querySelectorAll("a[data-step]")].map(node => [node.dataset.step, node]));
  const edges = [...graph.querySelectorAll("path[data-from]")];
  const told = graph.querySelector(".lineage");
  const reset = graph.querySelector(".lineage-reset");

  const walk = (start, from, to, isFirst = () => true) => {
    const found = new Set(), used = new Set();
    let open = [start];
    while (open.length) {
      const next = [];
      for (const step of open) for (const edge of edges) {
        if (edge.dataset[from] !== step || (step === start && !isFirst(edge))) continue;
        used.add(edge);
        if (found.has(edge.dataset[to])) continue;
        found.add(edge.dataset[to]);
        next.push(edge.dataset[to]);
      }
      open = next;
    }
    return { found, used };
  };
  const name = step => nodes.get(step).dataset.name;
  const list = steps => steps.size ? [...steps].map(name).join(", ") : words.nothing;

  const show = (step, output) => {
    const above = walk(step, "to", "from");
    const below = walk(step, "from", "to", edge => !output || edge.dataset.outputs.split(" ").includes(output));
    graph.classList.add("chosen");
    for (const [other, node] of nodes) {
      node.classList.toggle("self", other === step);
      node.classList.toggle("in", other === step || above.found.has(other) || below.found.has(other));
    }
    for (const edge of edges) edge.classList.toggle("in", above.used.has(edge) || below.used.has(edge));
    told.textContent = words.lineage.replace("{name}", name(step) + (output ? "." + output : "")).replace("{above}", list(above.found)).replace("{below}", list(below.found));
    reset.hidden = false;
  };
  const clear = () => {
    graph.classList.remove("chosen");
    for (const part of graph.querySelectorAll(".in, .self")) part.classList.remove("in", "self");
    told.textContent = told.dataset.hint;
    reset.hidden = true;
  };

  told.dataset.hint = told.textContent;
  told.hidden = false;
  // The first press shows a step's lineage, a second one goes to the step.
  for (const [step, node] of nodes) node.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || node.classList.contains("self")) return;
    event.preventDefault();
    show(step);
  });
  for (const link of document.querySelectorAll("a[data-lineage]")) link.addEventListener("click", () => show(link.dataset.lineage, link.dataset.output));
  reset.addEventListener("click", clear);
  graph.addEventListener("keydown", event => { if (event.key === "Escape") clear(); });
})();
