// A figure as a file, made from what the page holds: the drawing in the colours of paper, and its specification with its data.
(() => {
  "use strict";
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const size = svg => svg.getAttribute("viewBox").split(" ").slice(2).map(Number);

  const drawing = svg => {
    const copy = svg.cloneNode(true), [width, height] = size(svg);
    for (const part of [copy, ...copy.querySelectorAll("[role=button]")]) {
      for (const name of ["role", "tabindex", "class", "style", "aria-description", "aria-pressed"]) part.removeAttribute(name);
    }
    // Of marks as pixels the images that are not shown.
    for (const image of copy.querySelectorAll("image")) if ((image.style.visibility || image.getAttribute("visibility")) === "hidden") image.remove();
    copy.setAttribute("role", "img");
    copy.setAttribute("color", "#1a1a1a");
    copy.insertAdjacentHTML("afterbegin", `<rect width="${width}" height="${height}" fill="#fff"/>`);
    return new XMLSerializer().serializeToString(copy).replace(/var\(--[\w-]+,\s*([^)]+)\)/g, "$1");
  };
  const picture = (svg, density = 3) => new Promise(resolve => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = size(svg).map(length => length * density);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve);
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawing(svg));
  });

  const csv = address => {
    const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), character => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream();
    return new Response(address.startsWith("data:application/gzip") ? stream.pipeThrough(new DecompressionStream("gzip")) : stream).text();
  };
  const records = text => {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"([^"]*(?:""[^"]*)*)"|([^",\n]*))(,|\n|$)/g)) {
      rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
      if (end === "\n") rows.push([]);
    }
    rows.pop();
    const names = rows.shift() ?? [], isNumber = names.map((_, place) => rows.every(row => !isNaN(row[place])));
    const value = (text, place) => text === "" ? null : isNumber[place] ? +text : text;
    return rows.map(row => Object.fromEntries(names.map((name, place) => [name, value(row[place], place)])));
  };
  const specification = async figure => {
    const result = JSON.parse(figure.querySelector("template.specification").content.textContent);
    result.datasets = {};
    for (const item of figure.querySelectorAll("[data-dataset]")) {
      let link = item.querySelector("a.attachment");
      // A table that several steps give is attached once.
      if (link?.hash) link = document.getElementById(link.hash.slice(1));
      const address = link?.getAttribute("href") ?? "";
      if (address.startsWith("data:")) result.datasets[item.dataset.dataset] = records(await csv(address));
    }
    return JSON.stringify(result, null, 1);
  };

  const offerAll = list => {
    const figure = list.closest("figure"), svg = figure.querySelector(".canvas svg");
    if (!svg) return;
    const { name } = svg.parentElement.dataset, line = list.appendChild(document.createElement("p"));
    line.className = "downloads";
    const offer = (word, suffix, make) => {
      const button = line.appendChild(document.createElement("button"));
      button.type = "button";
      button.textContent = word;
      button.addEventListener("click", async () => save(new Blob([await make()], { type: "application/octet-stream" }), `${name}.${suffix}`));
    };
    offer("SVG", "svg", () => drawing(svg));
    offer("PNG", "png", () => picture(svg));
    offer("Vega-Lite", "vl.json", () => specification(figure));
  };
  for (const list of document.querySelectorAll("figure.drawn .figure-data")) list.addEventListener("toggle", () => offerAll(list), { once: true });
})();
