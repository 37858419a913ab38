// The entry: what every page gets, and what each kind of page gets besides.

import { watchOutbox } from "./api.ts";
import * as comfort from "./comfort.ts";
import { page, state } from "./dom.ts";

comfort.start();
watchOutbox();
document.documentElement.dataset["script"] = "on";
await begin();
document.documentElement.dataset["script"] = "ready";

async function begin(): Promise<void> {
  switch (page()) {
    case "incidents":
      await (await import("./incidents.ts")).start();
      break;
    case "incident":
      await (await import("./incident.ts")).start();
      break;
    case "actor":
      await actor();
      break;
    case "report":
      (await import("./text.ts")).start();
      break;
    case "review":
      (await import("./queue.ts")).start();
      break;
    case "review-report":
      (await import("./review/review.ts")).start();
      (await import("./bytes.ts")).start();
      break;
    case "candidates":
      (await import("./review/cards.ts")).start();
      break;
    case "coding-report":
      (await import("./coding.ts")).start();
      break;
    case "adjudicate":
      (await import("./text.ts")).start();
      (await import("./bytes.ts")).start();
      break;
    case "figure":
      (await import("./copy.ts")).start();
      (await import("./buttons.ts")).start();
      break;
    case "log":
      (await import("./buttons.ts")).start();
      break;
    default:
      break;
  }
}

/** An actor's own map and timeline, which choose nothing: the incidents stand on their own page. */
async function actor(): Promise<void> {
  const query = new URLSearchParams();
  for (const [key, values] of Object.entries(state<{ query: Record<string, string[]> }>().query ?? {})) {
    for (const value of values) {
      query.append(key, value);
    }
  }
  const { pictures } = await import("./incidents.ts");
  const drawings = await pictures({ query: () => query });
  await Promise.all(drawings.map((drawing) => drawing.show()));
}
