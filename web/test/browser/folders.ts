// Folders of reports for casebooks of their own.

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "./program.ts";

/** A report, as `index.jsonl` and a file of text hold it. */
export interface Report {
  id: string;
  title?: string;
  source: string;
  published: string;
  url?: string;
  lang?: string;
  text: string;
}

/** Two reports of what may be one attack, a day apart: the program asks a person. */
export const TWO: Report[] = [
  { id: "wire", source: "Wire", published: "2023-05-03", text: "MOGADISHU, 3 May 2023 - Al-Shabaab fighters attacked a police post in Mogadishu on Wednesday and killed three officers.\n" },
  { id: "paper", source: "Paper", published: "2023-05-04", text: "Gunmen attacked a checkpoint in Mogadishu on 4 May 2023. Three policemen were killed, residents said.\n" },
];

/** Makes a folder of these reports; of the demo's too, if asked. The desk that reads it takes it away in the end. */
export function folder(reports: readonly Report[], { demo = false } = {}): string {
  const made = mkdtempSync(path.join(tmpdir(), "annalist-reports-"));
  if (demo) {
    cpSync(path.join(ROOT, "demo"), made, { recursive: true });
  }
  const lines = reports.map(({ text, ...line }) => {
    writeFileSync(path.join(made, `${line.id}.txt`), text);
    return `${JSON.stringify({ title: line.id, lang: "en", ...line, file: `${line.id}.txt` })}\n`;
  });
  const index = path.join(made, "index.jsonl");
  writeFileSync(index, `${demo ? readFileSync(index, "utf8") : ""}${lines.join("")}`);
  return made;
}
