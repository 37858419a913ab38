// People who sign in, and what they send.

import assert from "node:assert/strict";
import type { Reader } from "./reader.ts";
import type { Stage } from "./setup.ts";

/** Everybody's password in tests. */
export const PASSWORD = "correct horse battery staple";

/** Makes the first admin, after which everybody signs in. */
export async function admin(stage: Stage, name: string): Promise<void> {
  const nobody = await stage.come();
  await nobody.send("POST", "users", { name, role: "admin", password: PASSWORD });
  await nobody.leave();
}

/** Signs a reader in by the form. */
export async function signIn(reader: Reader, name: string): Promise<Reader> {
  await reader.open("/login");
  await reader.page.getByLabel("Name").fill(name);
  await reader.page.getByLabel("Password").fill(PASSWORD);
  await reader.page.getByLabel("Password").press("Enter");
  await reader.page.waitForURL((url) => url.pathname !== "/login");
  await reader.ready();
  assert.match((await reader.page.locator(".reader").textContent()) ?? "", new RegExp(name));
  return reader;
}
