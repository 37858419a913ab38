// The program under test: a casebook of the demo reports in a folder of its own, and `annalist serve` over it.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A running desk. */
export interface Desk {
  /** Where it answers, without a slash at the end. */
  address: string;
  /** Runs `annalist` on the same casebook. */
  annalist(args: string[], input?: string): string;
  stop(): Promise<void>;
}

const ROOT = path.resolve(import.meta.dirname, "../../..");

function program(): string {
  return path.resolve(ROOT, process.env["ANNALIST"] ?? "target/release/annalist");
}

/** Makes a casebook of these reports and serves it. */
export async function open(reports = path.join(ROOT, "demo"), serve: string[] = []): Promise<Desk> {
  const folder = mkdtempSync(path.join(tmpdir(), "annalist-desk-"));
  const casebook = path.join(folder, "desk.annalist");
  const annalist = (args: string[], input = ""): string =>
    execFileSync(program(), [args[0] as string, "-c", casebook, ...args.slice(1)], { encoding: "utf8", input, stdio: ["pipe", "pipe", "pipe"] });
  annalist(["add", reports]);
  return { ...(await start(casebook, folder, serve)), annalist };
}

async function start(casebook: string, folder: string, serve: string[]): Promise<Omit<Desk, "annalist">> {
  const child = spawn(program(), ["serve", "-c", casebook, "--port", "0", ...serve], { stdio: ["ignore", "pipe", "pipe"] });
  const address = await told(child);
  return {
    address,
    stop: async () => {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.once("exit", () => resolve());
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGKILL"), 8000).unref();
  });
}
