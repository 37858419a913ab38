(() => {
  "use strict";
  const figure = document.getElementById("map");
  const svg = figure.querySelector("svg");
  const panel = document.getElementById("panel");
  const pins = [...figure.querySelectorAll(".pin")];
  const rows = [...document.querySelectorAll("details[data-incident]")];
  const row = new Map(rows.map((details) => [details.dataset.incident, details]));
  const hatches = [...svg.querySelectorAll("pattern")];
  const all = svg.viewBox.baseVal;
  const home = { x: all.x, y: all.y, w: all.width, h: all.height };
  let sight = { ...home };

  // Zoom and move: only the view box changes; signs and names keep their size.
  function look(x, y, w) {
    w = Math.min(Math.max(w, home.w / 60), home.w * 2);
    const h = (w * home.h) / home.w;
    x = Math.min(Math.max(x, home.x - home.w), home.x + 2 * home.w - w);
    y = Math.min(Math.max(y, home.y - home.w), home.y + home.h + home.w - h);
    sight = { x, y, w, h };
    svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    fit();
    figure.classList.toggle("moved", Math.abs(w - home.w) > 0.01 || Math.abs(x - home.x) > 0.01 || Math.abs(y - home.y) > 0.01);
  }
  function fit() {
    const scale = sight.w / Math.max(svg.getBoundingClientRect().width, home.w * 0.75);
    svg.style.setProperty("--s", scale);
    for (const hatch of hatches) hatch.setAttribute("patternTransform", `rotate(45) scale(${scale})`);
  }
  new ResizeObserver(fit).observe(svg);
  function zoom(factor, at) {
    const box = svg.getBoundingClientRect();
    const u = at ? (at.clientX - box.left) / box.width : 0.5;
    const v = at ? (at.clientY - box.top) / box.height : 0.5;
    const w = Math.min(Math.max(sight.w * factor, home.w / 60), home.w * 2);
    const h = (w * home.h) / home.w;
    look(sight.x + u * (sight.w - w), sight.y + v * (sight.h - h), w);
  }
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !figure.contains(document.activeElement)) return;
    event.preventDefault();
    zoom(Math.exp(Math.sign(event.deltaY) * 0.18), event);
  }, { passive: false });
  let drag = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    drag = { x: event.clientX, y: event.clientY, from: sight, moved: false };
  });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const scale = sight.w / svg.getBoundingClientRect().width;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < 4) return;
    drag.moved = true;
    look(drag.from.x - dx * scale, drag.from.y - dy * scale, sight.w);
  });
  window.addEventListener("pointerup", () => { setTimeout(() => { drag = null; }); });
  window.addEventListener("pointercancel", () => { drag = null; });
  figure.querySelector(".zoom").addEventListener("click", (event) => {
    const how = event.target.dataset.zoom;
    if (how === "in") zoom(1 / 1.6);
    if (how === "out") zoom(1.6);
    if (how === "all") look(home.x, home.y, home.w);
  });
  svg.addEventListener("keydown", (event) => {
    const step = sight.w / 10;
    const keys = {
      "+": () => zoom(1 / 1.4), "=": () => zoom(1 / 1.4), "-": () => zoom(1.4),
      "0": () => look(home.x, home.y, home.w),
      ArrowLeft: () => look(sight.x - step, sight.y, sight.w),
      ArrowRight: () => look(sight.x + step, sight.y, sight.w),
      ArrowUp: () => look(sight.x, sight.y - step, sight.w),
      ArrowDown: () => look(sight.x, sight.y + step, sight.w),
      Escape: close,
    };
    if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // A pin opens its incidents beside the map.
  function close() {
    const pin = figure.querySelector(".pin.chosen");
    panel.hidden = true;
    if (pin) {
      pin.classList.remove("chosen");
      pin.focus({ preventScroll: true });
    }
  }
  function open(pin) {
    for (const other of pins) other.classList.toggle("chosen", other === pin);
    panel.replaceChildren();
    const button = document.createElement("button");
    button.className = "close";
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", "Close");
    button.addEventListener("click", close);
    const heading = document.createElement("h2");
    heading.textContent = pin.querySelector("title").textContent.split("\n")[0];
    panel.append(button, heading);
    for (const index of pin.dataset.incidents.split(" ")) {
      const details = row.get(index);
      if (details.hidden) continue;
      const article = details.querySelector("article").cloneNode(true);
      article.removeAttribute("id");
      panel.append(article);
    }
    panel.hidden = false;
    panel.scrollTop = 0;
    button.focus({ preventScroll: true });
  }
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  for (const pin of pins) {
    pin.addEventListener("click", (event) => {
      event.preventDefault();
      if (!(drag && drag.moved)) open(pin);
    });
    pin.addEventListener("dragstart", (event) => event.preventDefault());
  }

  // The list keeps what has all the words; pins without any such incident fade.
  const input = document.getElementById("words");
  const found = document.getElementById("found");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((details) => [details, fold(details.textContent)]));
  input.addEventListener("input", () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const details of rows) {
      details.hidden = !words.every((word) => texts.get(details).includes(word));
      if (!details.hidden) count += 1;
    }
    for (const pin of pins) {
      pin.classList.toggle("away", pin.dataset.incidents.split(" ").every((index) => row.get(index).hidden));
    }
    found.textContent = words.length ? `${count} of ${rows.length}` : "";
  });

  document.documentElement.classList.add("scripted");
  figure.querySelector(".zoom").hidden = false;
  document.querySelector(".search").hidden = false;
})();
