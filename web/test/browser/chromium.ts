// Starting Chromium, and what it says.

import { accessSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";

/**
 * Starts the Chromium that `CHROMIUM` names, or the one on the path, without a window.
 *
 * WebGL is drawn by the processor, as machines that test have no graphics card; no name but the loopback's leads anywhere.
 */
export async function launch(extra: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: found(process.env["CHROMIUM"] ?? "chromium"),
    headless: true,
    timeout: 180_000,
    args: [
      "--no-sandbox",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      // Only the map is drawn that way: the page around it, drawn so too (as Debian's Chromium would), takes ten times as long.
      "--disable-gpu-rasterization",
      "--disable-gpu-compositing",
      "--disable-background-networking",
      "--disable-component-update",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ...extra,
    ],
  });
}

function found(name: string): string {
  if (name.includes(path.sep)) {
    return name;
  }
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return name;
}
