(() => {
  "use strict";
  // Of a set of tabs one is shown. Without this script, and on paper, they stand below one another.
  for (const set of document.querySelectorAll(".tabs")) {
    const panels = [...set.querySelectorAll(":scope > .tab")];
    if (panels.length < 2) continue;
    const list = document.createElement("div");
    list.role = "tablist";
    list.ariaLabel = set.dataset.label;
    const tabs = panels.map((panel, place) => {
      const title = panel.querySelector(":scope > .tab-title");
      const tab = document.createElement("button");
      tab.type = "button";
      tab.role = "tab";
      tab.id = `${set.id}.${place + 1}`;
      tab.append(...[...title.childNodes].map(node => node.cloneNode(true)));
      tab.setAttribute("aria-controls", panel.id);
      panel.role = "tabpanel";
      panel.tabIndex = 0;
      panel.setAttribute("aria-labelledby", tab.id);
      list.append(tab);
      return tab;
    });
    const choose = (place, hasFocus) => {
      tabs.forEach((tab, other) => {
        tab.ariaSelected = String(other === place);
        tab.tabIndex = other === place ? 0 : -1;
        panels[other].classList.toggle("unchosen", other !== place);
      });
      if (hasFocus) tabs[place].focus();
    };
    tabs.forEach((tab, place) => {
      tab.addEventListener("click", () => choose(place));
      tab.addEventListener("keydown", event => {
        const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1 }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        choose((next + tabs.length) % tabs.length, true);
      });
      panels[place].addEventListener("reveal", () => choose(place));
    });
    set.prepend(list);
    set.classList.add("live");
    choose(0);
  }
})();
