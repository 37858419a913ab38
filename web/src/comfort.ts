// Theme, times in the reader's zone, and passages that are blurred until asked for.

import { all, byId } from "./dom.ts";

/** Starts all of it. */
export function start(): void {
  theme();
  harsh();
  times(document);
  document.addEventListener("desk:swapped", () => times(document));
}

/** The choice of light or dark, remembered in this browser. */
function theme(): void {
  const select = byId<HTMLSelectElement>("theme");
  if (select === null) {
    return;
  }
  select.value = recall("theme") ?? "system";
  apply(select.value);
  select.addEventListener("change", () => {
    remember("theme", select.value === "system" ? null : select.value);
    apply(select.value);
  });
}

function apply(value: string): void {
  if (value === "light" || value === "dark") {
    document.documentElement.dataset["theme"] = value;
  } else {
    delete document.documentElement.dataset["theme"];
  }
}

/** The choice to see disturbing passages, for this tab only. */
function harsh(): void {
  const box = byId<HTMLInputElement>("blur");
  if (box === null) {
    return;
  }
  box.checked = document.documentElement.dataset["harsh"] === "shown";
  box.addEventListener("change", () => {
    if (box.checked) {
      document.documentElement.dataset["harsh"] = "shown";
      sessionStorage.setItem("harsh", "shown");
    } else {
      delete document.documentElement.dataset["harsh"];
      sessionStorage.removeItem("harsh");
    }
  });
  document.addEventListener("click", (event) => {
    const passage = event.target instanceof Element ? event.target.closest<HTMLElement>(".harsh") : null;
    passage?.classList.add("asked");
  });
}

/** Times in the reader's zone and manner; the address of the moment stays in `datetime`. */
function times(within: ParentNode): void {
  const manner = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  for (const element of all<HTMLTimeElement>("time[datetime]", within)) {
    const moment = element.dateTime;
    if (!/T\d\d:\d\d/.test(moment) || element.dataset["local"] === moment) {
      continue;
    }
    const date = new Date(moment);
    if (!Number.isNaN(date.getTime())) {
      element.dataset["local"] = moment;
      element.title = moment;
      element.textContent = manner.format(date);
    }
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string | null): void {
  try {
    if (value === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, value);
    }
  } catch {
    // Storage is forbidden: the choice holds until the page is left.
  }
}
