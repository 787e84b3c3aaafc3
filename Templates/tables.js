(() => {
  "use strict";
  const words = JSON.parse(document.querySelector("main").dataset.words ?? "{}");
  const lang = document.documentElement.lang || undefined;
  const pageLength = 10;

  // A table is sorted, filtered and paged over its rows, wherever they are: those on the page, or the whole as it is attached.
  // Both sources tell how many rows there are, a cell's key to sort by, a row's text to search, and make a row to show.
  class ShownRows {
    constructor(table) { this.rows = [...table.tBodies[0].rows]; }
    get count() { return this.rows.length; }
    text(row) { return this.rows[row].textContent; }
    element(row) { return this.rows[row]; }
    key(row, column) {
      const cell = this.rows[row].cells[column];
      if (cell.classList.contains("missing")) return null;
      const text = cell.dataset.v ?? cell.textContent.trim();
      if (!cell.classList.contains("number")) return text;
      const number = parseFloat(text.replace("−", "-").replaceAll(",", ""));
      return Number.isNaN(number) ? null : number;
    }
  }

  // CSV as one text and the places where its lines begin: a million rows stay one string, and only what is shown is cut up.
  class AttachedRows {
    constructor(text, columns) {
      this.source = text;
      this.columns = columns;
      const starts = [];
      const quoted = text.includes('"');
      let place = text.indexOf("\n") + 1;
      while (place > 0 && place < text.length) {
        starts.push(place);
        let end = text.indexOf("\n", place);
        if (quoted && end >= 0) while (end >= 0 && (text.slice(place, end).split('"').length - 1) % 2) end = text.indexOf("\n", end + 1);
        place = end < 0 ? 0 : end + 1;
      }
      starts.push(text.length + (text.endsWith("\n") ? 0 : 1));
      this.starts = Uint32Array.from(starts);
    }
    get count() { return this.starts.length - 1; }
    text(row) { return this.source.slice(this.starts[row], this.starts[row + 1] - 1); }
    cells(row) {
      const line = this.text(row);
      if (!line.includes('"')) return line.split(",");
      return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(match => match[1]?.replaceAll('""', '"') ?? match[2]);
    }
    key(row, column) {
      let text = this.text(row);
      if (text.includes('"')) {
        text = this.cells(row)[column] ?? "";
      } else {
        let start = 0;
        for (let place = 0; place < column; place++) start = text.indexOf(",", start) + 1;
        const end = text.indexOf(",", start);
        text = text.slice(start, end < 0 ? undefined : end);
      }
      if (text === "") return null;
      return this.columns[column].isNumber ? parseFloat(text) : text;
    }
    element(row) {
      const cells = this.cells(row);
      const element = document.createElement("tr");
      this.columns.forEach((column, place) => {
        const cell = element.insertCell();
        const text = cells[place] ?? "";
        if (column.isNumber) cell.classList.add("number");
        if (text === "") {
          cell.classList.add("missing");
          cell.textContent = "–";
        } else {
          cell.textContent = column.isNumber ? format(parseFloat(text), text, column.format) : text;
          if (column.scale) {
            cell.classList.add("bar");
            cell.style.setProperty("--bar", `${Math.min(100, 100 * Math.abs(parseFloat(text)) / column.scale)}%`);
          }
        }
      });
      return element;
    }
  }

  // As the page itself writes numbers: `fixed 2`, `scientific 2`, `percent 1`, `thousands`, or as they are.
  const format = (number, text, how) => {
    if (!Number.isFinite(number)) return text.replace("-", "−");
    const [name, digits] = (how ?? "").split(" ");
    const signs = { "-": "⁻", "+": "" };
    let shown = text;
    if (name === "fixed") shown = number.toFixed(digits);
    if (name === "percent") shown = (100 * number).toFixed(digits) + "%";
    if (name === "thousands") shown = text.replace(/^(-?)(\d+)/, (_, sign, whole) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ","));
    if (name === "scientific") {
      const [mantissa, exponent] = number.toExponential(digits).split("e");
      shown = `${mantissa} × 10` + [...exponent].map(c => signs[c] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("");
    }
    return shown.replace("-", "−");
  };

  const unpack = async link => {
    const address = link.getAttribute("href");
    const binary = atob(address.slice(address.indexOf(",") + 1));
    const bytes = new Uint8Array(binary.length);
    for (let place = 0; place < bytes.length; place++) bytes[place] = binary.charCodeAt(place);
    let stream = new Blob([bytes]).stream();
    if (address.startsWith("data:application/gzip")) stream = stream.pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };

  class LiveTable {
    constructor(table) {
      this.table = table;
      this.heads = [...table.tHead.rows[0].cells];
      this.rows = new ShownRows(table);
      this.link = document.getElementById(table.dataset.whole ?? "");
      this.order = null;
      this.sorting = null;
      this.query = "";
      this.page = 0;
      if (this.rows.count > 1) this.addSorters();
      if (this.link || this.rows.count > 16) this.addTools();
    }

    addSorters() {
      this.heads.forEach((head, column) => {
        const sorter = document.createElement("button");
        sorter.type = "button";
        sorter.append(...head.childNodes);
        head.append(sorter);
        sorter.addEventListener("click", () => this.sort(column));
      });
    }

    addTools() {
      const tools = document.createElement("div");
      tools.className = "table-tools";
      const button = (text, word, step) => {
        const made = document.createElement("button");
        made.type = "button";
        made.textContent = text;
        made.ariaLabel = made.title = word;
        made.addEventListener("click", () => this.change(() => { this.page += step; }));
        return made;
      };
      this.search = document.createElement("input");
      this.search.type = "search";
      this.search.placeholder = this.search.ariaLabel = words.filter;
      this.search.autocomplete = "off";
      let waits;
      this.search.addEventListener("input", () => {
        clearTimeout(waits);
        waits = setTimeout(() => this.change(() => { this.query = this.search.value.trim().toLowerCase(); this.page = 0; this.order = null; }), 150);
      });
      this.status = document.createElement("span");
      this.status.role = "status";
      this.previous = button("‹", words.previous, -1);
      this.next = button("›", words.next, 1);
      tools.append(this.search, this.status, this.previous, this.next);
      this.table.parentElement.before(tools);
      if (!this.link) this.show();
      else { this.previous.disabled = true; this.status.textContent = this.range(0, this.rows.count, Number(this.table.dataset.rows)); }
    }

    range(first, end, count) {
      const number = new Intl.NumberFormat("en");
      return words.shown.replace("{a}", number.format(first + 1)).replace("{b}", number.format(end)).replace("{n}", number.format(count));
    }

    // The whole is unpacked when a reader first asks for more than the page shows.
    async change(apply) {
      if (this.link && this.rows instanceof ShownRows) {
        this.status.textContent = words.unpacking;
        this.table.ariaBusy = "true";
        try {
          const columns = this.heads.map(head => ({ isNumber: head.classList.contains("number"), format: head.dataset.format, scale: Number(head.dataset.scale) || 0 }));
          this.rows = new AttachedRows(await unpack(this.link), columns);
        } catch {
          this.link = null;
        }
        this.table.ariaBusy = "false";
      }
      apply();
      this.show();
    }

    sort(column) {
      const before = this.sorting?.column === column ? this.sorting.sign : 0;
      const sign = { 0: 1, 1: -1, [-1]: 0 }[before];
      this.change(() => {
        for (const head of this.heads) head.removeAttribute("aria-sort");
        if (sign) this.heads[column].ariaSort = sign > 0 ? "ascending" : "descending";
        this.sorting = sign ? { column, sign } : null;
        this.order = null;
        this.page = 0;
      });
    }

    // Rows that fit what is searched for, in order. Missing cells come last, equal ones stay as they were.
    ordered() {
      const wanted = this.query.split(/\s+/).filter(Boolean);
      const order = [];
      for (let row = 0; row < this.rows.count; row++) {
        if (!wanted.length) order.push(row);
        else { const text = this.rows.text(row).toLowerCase(); if (wanted.every(word => text.includes(word))) order.push(row); }
      }
      if (!this.sorting) return order;
      const { column, sign } = this.sorting;
      const isNumber = this.heads[column].classList.contains("number");
      const keys = isNumber ? new Float64Array(this.rows.count) : new Array(this.rows.count);
      for (const row of order) keys[row] = this.rows.key(row, column) ?? (isNumber ? NaN : null);
      if (isNumber) {
        return Uint32Array.from(order).sort((a, b) => {
          const x = keys[a], y = keys[b];
          if (x === y || (x !== x && y !== y)) return a - b;
          return x !== x ? 1 : y !== y ? -1 : sign * (x - y);
        });
      }
      // Letters of a language are compared as it orders them, unless there are so many that a reader would wait.
      const collator = order.length < 50000 ? new Intl.Collator(lang, { numeric: true }) : null;
      const compare = collator ? collator.compare : (a, b) => (a > b) - (a < b);
      return Uint32Array.from(order).sort((a, b) => {
        const x = keys[a], y = keys[b];
        if (x === null || y === null) return (x === null) - (y === null) || a - b;
        return sign * compare(x, y) || a - b;
      });
    }

    show() {
      this.order ??= this.ordered();
      const length = this.search ? pageLength : this.order.length;
      this.page = Math.max(0, Math.min(this.page, Math.ceil(this.order.length / Math.max(1, length)) - 1));
      const first = this.page * length, end = Math.min(this.order.length, first + length);
      this.table.tBodies[0].replaceChildren(...[...this.order.slice(first, end)].map(row => this.rows.element(row)));
      if (!this.search) return;
      this.status.textContent = this.order.length ? this.range(first, end, this.order.length) : words.none;
      this.previous.disabled = this.page === 0;
      this.next.disabled = end >= this.order.length;
    }
  }

  // The first at once, the others while the browser has nothing else to do. Their room is kept.
  const waiting = [...document.querySelectorAll("table.data")];
  const enliven = deadline => {
    do if (waiting.length) new LiveTable(waiting.shift()); while (waiting.length && deadline?.timeRemaining() > 4);
    if (waiting.length) whenIdle(enliven);
  };
  enliven();
})();
