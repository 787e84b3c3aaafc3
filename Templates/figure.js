(() => {
  "use strict";
  const space = "http://www.w3.org/2000/svg";
  const make = (name, attributes, parent) => {
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return parent.appendChild(element);
  };

  // A scale as the drawing describes it: its kind and its domain. Shares are 0 at the axis' start and 1 at its end.
  const bends = {
    linear: [v => v, v => v], time: [v => v, v => v], log: [Math.log, Math.exp],
    symlog: [(v, c) => Math.sign(v) * Math.log1p(Math.abs(v) / c), (v, c) => Math.sign(v) * Math.expm1(Math.abs(v)) * c],
    pow: [(v, e) => Math.sign(v) * Math.abs(v) ** e, (v, e) => Math.sign(v) * Math.abs(v) ** (1 / e)],
  };
  const scale = text => {
    const [kind, low, high, constant] = text.split(" ").map((part, place) => place ? +part : part);
    if (!bends[kind]) return null;
    const [bend, unbend] = bends[kind];
    const start = bend(low, constant), end = bend(high, constant);
    return {
      kind, value: share => unbend(start + share * (end - start), constant),
      share: value => (bend(value, constant) - start) / (end - start),
    };
  };
  const written = (value, scale, span) => {
    if (scale.kind === "time") {
      const date = new Date(value * 1000);
      return isNaN(date) ? "" : date.toISOString().slice(0, span > 3 * 86400 ? 10 : 19).replace("T", " ");
    }
    const size = Math.abs(value);
    return size && (size >= 1e7 || size < 1e-4) ? value.toExponential(2) : String(+value.toPrecision(4)).replace("-", "−");
  };
  // Round numbers between two values, about as many as asked for.
  const ticks = (low, high, count, kind) => {
    if (low > high) [low, high] = [high, low];
    const result = [];
    if (kind === "log" && high / low > 20) {
      for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) result.push(10 ** power);
      return result.filter(v => v >= low && v <= high);
    }
    let step = (high - low) / count;
    const times = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200, 86400, 172800, 604800, 2629800, 7889400, 31557600];
    if (kind === "time" && step > 1) step = times.find(t => t >= step) ?? Math.ceil(step / 31557600) * 31557600;
    else {
      const power = 10 ** Math.floor(Math.log10(step));
      step = power * [1, 2, 5, 10].find(factor => factor * power >= step * 0.75);
    }
    for (let place = Math.ceil(low / step); place * step <= high * (1 + 1e-12) && result.length < 50; place++) result.push(place * step);
    return result;
  };

  class Panel {
    constructor(group) {
      this.group = group;
      this.marks = group.querySelector(":scope > .marks");
      [this.left, this.top, this.width, this.height] = group.dataset.frame.split(" ").map(Number);
      this.axes = [["x", scale(group.dataset.x)], ["y", scale(group.dataset.y)]].map(([name, scale]) => ({ name, scale, from: 0, to: 1 }));
    }
    // Shares of the frame, from its left and from its bottom.
    shares(x, y) { return [(x - this.left) / this.width, 1 - (y - this.top) / this.height]; }
    holds(x, y) { return x >= this.left && x <= this.left + this.width && y >= this.top && y <= this.top + this.height; }
    get isZoomed() { return this.axes.some(axis => axis.from !== 0 || axis.to !== 1); }
    value(axis, share) { return axis.scale.value(axis.from + share * (axis.to - axis.from)); }
    told(x, y) {
      const shares = this.shares(x, y);
      return this.axes.flatMap((axis, place) => {
        if (!axis.scale) return [];
        const span = Math.abs(this.value(axis, 1) - this.value(axis, 0));
        return [`${this.group.dataset[axis.name + "Title"] || axis.name}: ${written(this.value(axis, shares[place]), axis.scale, span)}`];
      });
    }
    zoom(ranges) {
      ranges.forEach((range, place) => {
        const axis = this.axes[place];
        if (!range || !axis.scale) return;
        const [a, b] = range, width = axis.to - axis.from;
        if ((b - a) * width < 1e-4) return;
        [axis.from, axis.to] = [axis.from + a * width, axis.from + b * width];
      });
      this.draw();
    }
    reset() {
      for (const axis of this.axes) [axis.from, axis.to] = [0, 1];
      this.draw();
    }
    draw() {
      const [x, y] = this.axes;
      const stretch = [1 / (x.to - x.from), 1 / (y.to - y.from)];
      const shift = [this.left - stretch[0] * (this.left + x.from * this.width), this.top - stretch[1] * (this.top + (1 - y.to) * this.height)];
      this.keep();
      for (const [element, was] of this.was) this.move(element, was, stretch, shift);
      this.redrawGuides();
    }
    // What stood where before the first zoom.
    keep() {
      if (this.was) return;
      this.was = [...this.marks.querySelectorAll("circle, rect, text, path, image")].filter(e => !e.closest("clipPath")).map(element => {
        const kept = {};
        for (const name of ["cx", "cy", "x", "y", "width", "height", "transform"]) kept[name] = element.getAttribute(name);
        if (element.tagName === "path") kept.box = element.getBBox();
        return [element, kept];
      });
      this.guides = ["x", "y", "grid"].map(name => this.group.querySelector(`:scope > .${name}`)).filter(Boolean).map(g => [g, g.innerHTML]);
      if (!this.marks.hasAttribute("clip-path")) {
        const id = `zoom-${Panel.count = (Panel.count || 0) + 1}`;
        const clip = make("clipPath", { id }, this.group);
        make("rect", { x: this.left, y: this.top, width: this.width, height: this.height }, clip);
        this.marks.setAttribute("clip-path", `url(#${id})`);
      }
    }
    move(element, was, [kx, ky], [dx, dy]) {
      const set = (name, k, d) => { if (was[name] !== null) element.setAttribute(name, +(k * was[name] + d).toFixed(2)); };
      switch (element.tagName) {
        case "circle": set("cx", kx, dx); set("cy", ky, dy); break;
        case "text": if (was.transform === null) { set("x", kx, dx); set("y", ky, dy); } break;
        case "rect": case "image":
          set("x", kx, dx); set("y", ky, dy); set("width", kx, 0); set("height", ky, 0);
          if (element.tagName === "image") element.setAttribute("preserveAspectRatio", "none");
          break;
        default: {
          const { x, y, width, height } = was.box, isSymbol = width < 30 && height < 30 && width > 0 && height > 0;
          const middle = [x + width / 2, y + height / 2];
          element.setAttribute("vector-effect", "non-scaling-stroke");
          element.setAttribute("transform", isSymbol
            ? `translate(${kx * middle[0] + dx - middle[0]} ${ky * middle[1] + dy - middle[1]})` : `matrix(${kx} 0 0 ${ky} ${dx} ${dy})`);
        }
      }
    }
    redrawGuides() {
      if (!this.isZoomed) {
        for (const [group, markup] of this.guides) group.innerHTML = markup;
        return;
      }
      const grid = this.group.querySelector(":scope > .grid");
      grid.replaceChildren();
      for (const axis of this.axes) {
        if (!axis.scale) continue;
        const isX = axis.name === "x", length = isX ? this.width : this.height;
        const ends = [this.value(axis, 0), this.value(axis, 1)];
        const labels = this.group.querySelector(`:scope > .${axis.name}`);
        const pattern = labels?.querySelector("text")?.cloneNode();
        labels?.replaceChildren();
        const whole = axis.to - axis.from;
        for (const tick of ticks(...ends, Math.max(2, length / (isX ? 80 : 44)), axis.scale.kind)) {
          const share = (axis.scale.share(tick) - axis.from) / whole;
          const place = isX ? this.left + share * this.width : this.top + (1 - share) * this.height;
          make("path", { d: isX ? `M${place} ${this.top}V${this.top + this.height}` : `M${this.left} ${place}H${this.left + this.width}` }, grid);
          if (!pattern) continue;
          const label = labels.appendChild(pattern.cloneNode());
          label.setAttribute(axis.name, isX ? place : place + 4);
          label.textContent = written(tick, axis.scale, Math.abs(ends[1] - ends[0]));
        }
      }
    }
  }

  // What the pointer is on.
  const tip = document.body.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  const show = (lines, event) => {
    tip.textContent = lines.join("\n");
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 4))}px`;
    tip.style.top = `${event.clientY + height + 24 > innerHeight ? event.clientY - height - 10 : event.clientY + 16}px`;
  };

  const activate = (canvas, svg) => {
    const panels = [...svg.querySelectorAll("g.panel")].map(group => new Panel(group));
    const at = event => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const held = new Map();
    let drag = null, isOver = false;

    // The browser's own titles would show a second time.
    const setTitles = isOurs => {
      if (isOurs === isOver) return;
      isOver = isOurs;
      if (isOurs) for (const title of svg.querySelectorAll("title")) { held.set(title.parentElement, title); title.remove(); }
      else { for (const [element, title] of held) element.append(title); held.clear(); }
    };
    svg.addEventListener("pointerenter", () => setTitles(true));
    svg.addEventListener("pointerleave", () => { if (!drag) setTitles(false); tip.hidden = true; });

    svg.addEventListener("pointermove", event => {
      const place = at(event);
      if (drag) {
        const { panel, start, box } = drag;
        const x = Math.max(panel.left, Math.min(panel.left + panel.width, place.x)), y = Math.max(panel.top, Math.min(panel.top + panel.height, place.y));
        const isWide = panel.axes[0].scale, isHigh = panel.axes[1].scale;
        drag.end = { x, y };
        box.setAttribute("x", isWide ? Math.min(x, start.x) : panel.left);
        box.setAttribute("y", isHigh ? Math.min(y, start.y) : panel.top);
        box.setAttribute("width", isWide ? Math.abs(x - start.x) : panel.width);
        box.setAttribute("height", isHigh ? Math.abs(y - start.y) : panel.height);
        tip.hidden = true;
        return;
      }
      const mark = event.target.closest(".marks *"), panel = panels.find(p => p.marks.contains(event.target));
      if (!mark || !panel) { tip.hidden = true; return; }
      const title = held.get(mark);
      if (title) { show([title.textContent], event); return; }
      const key = mark.closest("[data-key]")?.dataset.key;
      const [x, y] = mark.tagName === "circle" ? [+mark.getAttribute("cx"), +mark.getAttribute("cy")] : [place.x, place.y];
      if (mark.tagName === "text" || mark.tagName === "image") { tip.hidden = true; return; }
      show([...(key ? [key] : []), ...panel.told(x, y)], event);
    });

    svg.addEventListener("pointerdown", event => {
      if (event.button || event.pointerType === "touch") return;
      const start = at(event), panel = panels.find(p => p.holds(start.x, start.y) && p.axes.some(a => a.scale));
      if (!panel) return;
      event.preventDefault();
      svg.focus({ preventScroll: true });
      svg.setPointerCapture(event.pointerId);
      drag = { panel, start, end: start, box: make("rect", { class: "selection", width: 0, height: 0 }, svg) };
    });
    svg.addEventListener("pointerup", () => {
      if (!drag) return;
      const { panel, start, end, box } = drag;
      box.remove();
      drag = null;
      const a = panel.shares(start.x, start.y), b = panel.shares(end.x, end.y);
      const moved = [Math.abs(a[0] - b[0]) * panel.width, Math.abs(a[1] - b[1]) * panel.height];
      if (Math.max(...moved) < 6) return;
      panel.zoom([0, 1].map(place => moved[place] < 6 ? null : [Math.min(a[place], b[place]), Math.max(a[place], b[place])]));
    });
    svg.addEventListener("pointercancel", () => { drag?.box.remove(); drag = null; });
    svg.addEventListener("dblclick", () => { for (const panel of panels) if (panel.isZoomed) panel.reset(); });
    svg.addEventListener("keydown", event => {
      if (event.target !== svg || event.ctrlKey || event.metaKey || event.altKey) return;
      const ranges = {
        "+": [[.1, .9], [.1, .9]], "=": [[.1, .9], [.1, .9]], "-": [[-.125, 1.125], [-.125, 1.125]], ArrowLeft: [[-.1, .9], null],
        ArrowRight: [[.1, 1.1], null], ArrowUp: [null, [.1, 1.1]], ArrowDown: [null, [-.1, .9]],
      }[event.key];
      if (event.key === "0" || event.key === "Escape") for (const panel of panels) panel.reset();
      else if (ranges) for (const panel of panels) panel.zoom(ranges);
      else return;
      event.preventDefault();
    });

    // Entries of a legend: those that are pressed are shown alone; none is all.
    const keys = [...svg.querySelectorAll(".legend [data-key]")];
    const chosen = new Set();
    const filter = () => {
      for (const key of keys) key.setAttribute("aria-pressed", chosen.has(key.dataset.key));
      svg.classList.toggle("filtered", chosen.size > 0);
      for (const mark of svg.querySelectorAll(".marks [data-key]")) mark.style.display = chosen.size && !chosen.has(mark.dataset.key) ? "none" : "";
    };
    if (keys.length > 1 && svg.querySelector(".marks [data-key]")) {
      for (const key of keys) {
        // The gap between symbol and word can be pressed too.
        const { x, y, width, height } = key.getBBox();
        make("rect", { x: x - 3, y: y - 4, width: width + 6, height: height + 8, fill: "none", "pointer-events": "all" }, key);
        const press = () => { chosen.delete(key.dataset.key) || chosen.add(key.dataset.key); filter(); };
        for (const [name, value] of Object.entries({ role: "button", tabindex: 0, "aria-label": key.dataset.key, "aria-pressed": false })) key.setAttribute(name, value);
        key.addEventListener("click", press);
        key.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); press(); } });
      }
    }
    // What can be worked is no picture any more.
    svg.setAttribute("role", "group");
    svg.setAttribute("tabindex", 0);
    if (canvas.dataset.keys) svg.setAttribute("aria-description", canvas.dataset.keys);
  };

  // Downloads, made from what the page holds.
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  // The drawing alone, in the colours of paper.
  const standalone = svg => {
    const copy = svg.cloneNode(true), [, , width, height] = svg.getAttribute("viewBox").split(" ");
    for (const name of ["tabindex", "class", "style", "aria-description"]) copy.removeAttribute(name);
    copy.setAttribute("role", "img");
    copy.setAttribute("xmlns", space);
    for (const key of copy.querySelectorAll("[data-key][role]")) for (const name of ["role", "tabindex", "aria-pressed", "aria-label"]) key.removeAttribute(name);
    copy.insertAdjacentHTML("afterbegin", `<rect width="${width}" height="${height}" fill="#fff"/>`);
    copy.setAttribute("color", "#1a1a1a");
    return new XMLSerializer().serializeToString(copy).replace(/var\(--[\w-]+,\s*([^)]+)\)/g, "$1");
  };
  const savePicture = (svg, name) => {
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number), density = 3;
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [width * density, height * density];
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(blob => save(blob, name));
    };
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(standalone(svg));
  };
  const records = csv => {
    const rows = [[""]];
    let quoted = false;
    for (let place = 0; place < csv.length; place++) {
      const character = csv[place], row = rows.at(-1);
      if (quoted) {
        if (character !== '"') row[row.length - 1] += character;
        else if (csv[place + 1] === '"') { row[row.length - 1] += '"'; place++; }
        else quoted = false;
      } else if (character === '"') quoted = true;
      else if (character === ",") row.push("");
      else if (character === "\n") rows.push([""]);
      else row[row.length - 1] += character;
    }
    rows.pop();
    const names = rows.shift() ?? [];
    const isNumber = names.map((_, place) => rows.every(row => row[place] === "" || !isNaN(row[place])));
    return rows.map(row => Object.fromEntries(names.map((name, place) => [name, row[place] === "" ? null : isNumber[place] ? +row[place] : row[place]])));
  };
  const csv = async link => {
    const [type, content] = link.href.split(",");
    let stream = new Blob([Uint8Array.from(atob(content), character => character.charCodeAt(0))]).stream();
    if (type.startsWith("data:application/gzip")) stream = stream.pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  const specification = async (figure, text) => {
    const result = JSON.parse(text);
    result.datasets = {};
    for (const item of figure.querySelectorAll("[data-dataset]")) {
      let link = item.querySelector("a.attachment");
      if (link?.hash && !link.href.startsWith("data:")) link = document.getElementById(link.hash.slice(1));
      if (link?.href.startsWith("data:")) result.datasets[item.dataset.dataset] = records(await csv(link));
    }
    return JSON.stringify(result, null, 1);
  };

  for (const figure of document.querySelectorAll("figure.drawn")) {
    const canvas = figure.querySelector(":scope > .canvas"), svg = canvas?.querySelector("svg"), list = figure.querySelector(".figure-data");
    const text = figure.querySelector("template.specification")?.content.textContent;
    if (!svg) continue;
    activate(canvas, svg);
    if (!list) continue;
    const name = canvas.dataset.name || "figure";
    const line = document.createElement("p");
    line.className = "downloads";
    const offer = (word, press) => {
      const button = line.appendChild(document.createElement("button"));
      button.type = "button";
      button.textContent = word;
      button.addEventListener("click", press);
    };
    offer("SVG", () => save(new Blob([standalone(svg)], { type: "image/svg+xml" }), name + ".svg"));
    offer("PNG", () => savePicture(svg, name + ".png"));
    if (text) offer("Vega-Lite", async () => save(new Blob([await specification(figure, text)], { type: "application/json" }), name + ".vl.json"));
    list.append(line);
  }
})();
