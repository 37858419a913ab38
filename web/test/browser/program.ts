// The program under test: a casebook of some reports in a folder of its own, and `annalist serve` over it.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A running desk. */
export interface Desk {
  /** Where it answers, without a slash at the end. */
  address: string;
  stop(): Promise<void>;
}

/** The project's folder. */
export const ROOT = path.resolve(import.meta.dirname, "../../..");

const DEMO = path.join(ROOT, "demo");

function program(): string {
  return path.resolve(ROOT, process.env["ANNALIST"] ?? "target/release/annalist");
}

/** Makes a casebook of these reports and serves it; takes both away in the end, but for the demo. */
export async function open(reports = DEMO): Promise<Desk> {
  const folder = mkdtempSync(path.join(tmpdir(), "annalist-desk-"));
  const casebook = path.join(folder, "desk.annalist");
  const clear = () => {
    rmSync(folder, { recursive: true, force: true });
    if (reports !== DEMO) {
      rmSync(reports, { recursive: true, force: true });
    }
  };
  const started: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(started.map(ended));
    clear();
  };
  try {
    execFileSync(program(), ["add", "-c", casebook, reports], { stdio: ["ignore", "ignore", "inherit"] });
    const desk = spawn(program(), ["serve", "-c", casebook, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
    started.push(desk);
    let address = await told(desk);
    if (process.env["FRESH"] !== undefined) {
      // The scripts of `dist/` are put over those in the program: for working on them without building it.
      const fresh = spawn("node", [path.join(ROOT, "web/dev.mjs"), address], { stdio: ["ignore", "pipe", "inherit"] });
      started.push(fresh);
      address = await told(fresh);
    }
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address that the program prints. */
function told(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = "";
    let trouble = "";
    child.stderr?.on("data", (data: Buffer) => (trouble += data.toString()));
    child.stdout?.on("data", (data: Buffer) => {
      out += data.toString();
      const found = /https?:\/\/[^\s/]+/.exec(out);
      if (found !== null) {
        resolve(found[0]);
      }
    });
    child.once("exit", () => reject(new Error(`annalist serve ended: ${trouble}`)));
    child.once("error", reject);
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGKILL"), 8000).unref();
  });
}
