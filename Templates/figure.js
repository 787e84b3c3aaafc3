// Figures that are worked: the pointer reads them, a drag or two fingers look closer.
(() => {
  "use strict";
  const set = (element, attributes) => {
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    return element;
  };
  const make = (name, attributes, parent) => parent.appendChild(set(document.createElementNS("http://www.w3.org/2000/svg", name), attributes));

  const { axis, written, ticks } = figureAxes;

  // A plot area, and the part of it that is looked at: shares of the whole along x from its left, along y from its bottom.
  class Panel {
    view = [[0, 1], [0, 1]];
    constructor(group) {
      this.group = group;
      this.marks = this.part("marks");
      [this.left, this.top, ...this.size] = group.dataset.frame.split(" ").map(Number);
      this.axes = ["x", "y", "x2", "y2"].flatMap((name, place) => axis(group, name, place % 2));
      this.keys = [0, 1].map(direction => this.axes.find(axis => axis.direction === direction)?.key);
    }
    part(name) { return this.group.querySelector(`:scope > .${name}`); }
    get isWhole() { return this.view.flat().join() === "0,1,0,1"; }
    shares({ x, y }) { return [(x - this.left) / this.size[0], 1 - (y - this.top) / this.size[1]]; }
    place(direction, share) { return direction ? this.top + (1 - share) * this.size[1] : this.left + share * this.size[0]; }
    box([[x0, x1], [y0, y1]]) { return { x: this.place(0, x0), y: this.place(1, y1), width: (x1 - x0) * this.size[0], height: (y1 - y0) * this.size[1] }; }
    ends({ direction, value }) { return this.view[direction].map(value).sort((a, b) => a - b); }
    text(axis, value) { return written(value, axis.kind, this.ends(axis)[1] - this.ends(axis)[0]); }
    told(names, place) {
      const shares = this.shares(place).map((share, direction) => this.view[direction][0] + share * (this.view[direction][1] - this.view[direction][0]));
      return this.axes.filter(axis => names.includes(axis.name)).map(axis => `${axis.title}: ${this.text(axis, axis.value(shares[axis.direction]))}`);
    }
    // Symbols and words keep their size when the rest is stretched, lines their width; guides come back as they were.
    keep() {
      const pins = [...this.marks.querySelectorAll("circle, .points > path, text")], boxes = pins.map(mark => mark.getBBox()), content = [...this.marks.childNodes];
      this.pins = boxes.map(({ x, y, width, height }, place) => [pins[place], x + width / 2, y + height / 2]);
      this.guides = ["x", "y", "x2", "y2", "grid"].flatMap(name => this.part(name) ?? []).map(guide => [guide, [...guide.childNodes]]);
      this.inner = make("g", {}, this.marks);
      this.inner.append(...content);
      for (const mark of this.inner.querySelectorAll("*")) set(mark, { "vector-effect": "non-scaling-stroke" });
      const id = `zoom-${document.querySelectorAll("clipPath").length}`;
      make("rect", this.box([[0, 1], [0, 1]]), make("clipPath", { id }, this.group));
      set(this.marks, { "clip-path": `url(#${id})` });
    }
    draw() {
      if (!this.inner) this.keep();
      const { x, y, width, height } = this.box(this.view), kx = this.size[0] / width, ky = this.size[1] / height;
      set(this.inner, { transform: `matrix(${kx} 0 0 ${ky} ${this.left - kx * x} ${this.top - ky * y})` });
      for (const [mark, x, y] of this.pins) set(mark, { transform: `matrix(${1 / kx} 0 0 ${1 / ky} ${x - x / kx} ${y - y / ky})` });
      for (const [guide, content] of this.guides) guide.replaceChildren(...this.isWhole ? content : []);
      if (!this.isWhole) for (const axis of this.axes) this.drawGuide(axis);
    }
    drawGuide(axis) {
      const { name, direction, share } = axis, [from, to] = this.view[direction], labels = this.part(name);
      const label = this.guides.find(([guide]) => guide === labels)?.[1][0];
      for (const tick of ticks(axis, ...this.ends(axis), Math.max(2, Math.round(this.size[direction] / (direction ? 44 : 80))))) {
        const place = this.place(direction, (share(tick) - from) / (to - from));
        if (name.length === 1) make("path", { d: direction ? `M${this.left} ${place}h${this.size[0]}` : `M${place} ${this.top}v${this.size[1]}` }, this.part("grid"));
        if (label) set(labels.appendChild(label.cloneNode()), direction ? { y: place + 4 } : { x: place }).textContent = this.text(axis, tick);
      }
    }
  }

  // What the pointer is on. The browser would show a mark's title a second time, so it is held meanwhile.
  const tip = document.body.appendChild(set(document.createElement("div"), { class: "datum", "aria-hidden": true, hidden: "" }));
  let held = [];
  const hide = () => {
    held[0]?.append(held[1]);
    held = [];
    tip.hidden = true;
  };
  const tell = (event, panel, place) => {
    hide();
    const mark = event.target, title = mark.querySelector("title"), { clientX: x, clientY: y } = event;
    if (!panel?.marks.contains(mark) || mark.matches("g, text, image")) return;
    if (title) {
      held = [mark, title];
      title.remove();
    }
    const names = mark.closest("[data-axes]")?.dataset.axes ?? "x y", key = mark.closest(".marks [data-key]")?.dataset.key;
    tip.textContent = title?.textContent ?? [key ?? [], panel.told(names.split(" "), place)].flat().join("\n");
    tip.hidden = false;
    // Between the sides of the window wherever it stands, and above the pointer in its lower half.
    tip.style.cssText = `left: ${x}px; translate: ${-100 * x / innerWidth}%; ${2 * y > innerHeight ? `bottom: ${innerHeight - y + 12}px` : `top: ${y + 18}px`}`;
  };
  addEventListener("scroll", hide, { passive: true });

  const activate = (canvas, svg) => {
    // Read when the figure is first worked.
    let read;
    const panels = () => read ??= [...svg.querySelectorAll("g.panel")].map(group => new Panel(group));
    const at = ({ clientX, clientY }) => new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    const panelAt = place => panels().find(panel => panel.shares(place).every(share => share >= -.02 && share <= 1.02));
    const whole = canvas.appendChild(set(document.createElement("button"), { type: "button", class: "whole", hidden: "" }));
    whole.textContent = canvas.dataset.whole;
    const isWhole = () => panels().every(panel => panel.isWhole);
    const draw = () => {
      for (const panel of panels()) panel.draw();
      whole.hidden = isWhole();
    };
    const reset = () => {
      for (const panel of panels()) panel.view = [[0, 1], [0, 1]];
      draw();
      svg.focus({ preventScroll: true });
    };
    // Looks at part of what a panel shows, here and wherever the axis is the same.
    const look = (panel, ranges, seen = new Set()) => {
      ranges.forEach((range, direction) => {
        const key = panel.keys[direction], [from, to] = panel.view[direction];
        if (!range || !key || seen.has(key)) return;
        seen.add(key);
        const width = Math.min(1, Math.max(1e-4, (range[1] - range[0]) * (to - from))), start = Math.min(1 - width, Math.max(0, from + range[0] * (to - from)));
        for (const other of panels()) other.keys.forEach((its, place) => { if (its === key) other.view[place] = [start, start + width]; });
      });
    };
    const zoom = (panel, ranges) => {
      look(panel, ranges);
      draw();
    };
    // By keys all panels, each axis once.
    const zoomAll = ranges => {
      const seen = new Set();
      for (const panel of panels()) look(panel, ranges, seen);
      draw();
    };

    // A drag chooses what to look at, along one direction alone where it hardly moves in the other.
    let drag;
    svg.addEventListener("pointerdown", event => {
      const place = at(event), panel = panelAt(place);
      if (event.pointerType === "touch") return tell(event, panel, place);
      if (event.button || !panel?.keys.some(Boolean)) return;
      event.preventDefault();
      hide();
      svg.focus({ preventScroll: true });
      svg.setPointerCapture(event.pointerId);
      drag = { panel, start: panel.shares(place), ranges: [], box: make("rect", { class: "selection" }, svg) };
    });
    svg.addEventListener("pointermove", event => {
      const place = at(event);
      if (event.pointerType === "touch") return;
      if (!drag) return tell(event, panelAt(place), place);
      const { panel, start, box } = drag;
      drag.ranges = panel.shares(place).map((share, direction) => {
        const ends = [start[direction], Math.min(1, Math.max(0, share))].sort((a, b) => a - b);
        return panel.keys[direction] && (ends[1] - ends[0]) * panel.size[direction] > 6 && ends;
      });
      set(box, panel.box(drag.ranges.map(range => range || [0, +drag.ranges.some(Boolean)])));
    });
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => {
      drag?.box.remove();
      if (name === "pointerup" && drag?.ranges.some(Boolean)) zoom(drag.panel, drag.ranges);
      drag = null;
    });
    svg.addEventListener("pointerleave", event => { if (event.pointerType !== "touch") hide(); });
    svg.addEventListener("dblclick", reset);
    whole.addEventListener("click", reset);

    // Two fingers stretch and move; one scrolls the page.
    let last;
    for (const name of ["touchstart", "touchmove", "touchend"]) svg.addEventListener(name, event => {
      if (event.touches.length !== 2) return last = null;
      event.preventDefault();
      hide();
      const [a, b] = [...event.touches].map(at), place = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, panel = last?.panel ?? panelAt(place);
      if (!panel) return;
      const middle = panel.shares(place), distance = Math.max(10, Math.hypot(a.x - b.x, a.y - b.y)), ratio = last?.distance / distance;
      if (last) zoom(panel, middle.map((share, direction) => [last.middle[direction] - share * ratio, last.middle[direction] + (1 - share) * ratio]));
      last = { panel, middle, distance };
    }, { passive: false });

    svg.addEventListener("keydown", event => {
      const near = [.1, .9], far = [-.125, 1.125], back = [-.1, .9], on = [.1, 1.1];
      const ranges = {
        "+": [near, near], "=": [near, near], "-": [far, far], ArrowLeft: [back], ArrowRight: [on], ArrowUp: [null, on], ArrowDown: [null, back], 0: [], Escape: [],
      }[event.key];
      if (!ranges || event.target !== svg || event.ctrlKey || event.metaKey || event.altKey) return;
      // Arrows scroll the page until there is something to move.
      if (isWhole() && event.key.length > 1) return;
      event.preventDefault();
      ranges.length ? zoomAll(ranges) : reset();
    });
    // What can be worked is no picture any more.
    set(svg, { role: "group", tabindex: 0, "aria-description": canvas.dataset.keys });
  };

  for (const svg of document.querySelectorAll("figure.drawn > .canvas > svg")) activate(svg.parentElement, svg);
})();
