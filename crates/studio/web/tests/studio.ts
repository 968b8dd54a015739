// A studio over a copy of a pack, and a page of it in a browser. A test that leaves an error on the page has failed.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const repository = fileURLToPath(new URL("../../../..", import.meta.url));

/** How long anything may take, in milliseconds. */
const PATIENCE = 20_000;

export interface Asked {
  /** The pack in `rules/`. */
  pack?: string;
  /** The records in `examples/`. */
  data?: string;
  language?: "vi" | "en";
  context?: BrowserContextOptions;
  /** Changes the copy before it is opened. */
  prepare?: (folder: string) => void;
  /** Messages of the browser's console that are expected. */
  expected?: RegExp;
}

export interface Scene {
  page: Page;
  address: string;
  /** The folder of the pack's copy. */
  folder: string;
  /** A file of the pack as it is on disk. */
  disk: (path: string) => string;
  /** Changes a file of the pack on disk. */
  write: (path: string, text: string) => void;
  /** Another page of the same studio. */
  another: () => Promise<Page>;
}

let browser: Promise<Browser> | undefined;

function launch(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? "",
    // Root has no sandbox to go into.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  return browser;
}

after(async () => {
  await (await browser)?.close();
});

/** A test on a page of a studio of its own. */
export function scene(name: string, asked: Asked, play: (scene: Scene) => Promise<void>): void {
  test(name, { timeout: 180_000 }, async () => {
    const place = mkdtempSync(join(tmpdir(), "tieuchi-studio-"));
    let studio: ChildProcess | undefined;
    const contexts: { close: () => Promise<void> }[] = [];
    try {
      cpSync(join(repository, "rules"), join(place, "rules"), { recursive: true });
      cpSync(join(repository, "examples"), join(place, "examples"), { recursive: true });
      const folder = join(place, "rules", asked.pack ?? "cao-bang-2022");
      asked.prepare?.(folder);
      const opened = await start(folder, join(place, "examples", asked.data ?? "cao-bang-2022/not-met"), asked.language);
      studio = opened.studio;
      const faults: string[] = [];
      const visit = async (): Promise<Page> => {
        const context = await (await launch()).newContext({
          viewport: { width: 1440, height: 900 },
          permissions: ["clipboard-read", "clipboard-write"],
          ...asked.context,
        });
        contexts.push(context);
        context.setDefaultTimeout(PATIENCE);
        const page = await context.newPage();
        watch(page, faults, asked.expected);
        await page.goto(opened.address);
        // The page stands when the server has judged and the language server has spoken.
        await page.locator("#board .badge").first().waitFor({ state: "attached" });
        await page.locator(".text:not([hidden]) .cm-content .tk-namespace").first().waitFor({ state: "attached" });
        return page;
      };
      const disk = (path: string): string => readFileSync(join(folder, path), "utf8");
      const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
      await play({ page: await visit(), address: opened.address, folder, disk, write, another: visit });
      assert.deepEqual(faults, [], "the page has complained");
    } finally {
      for (const context of contexts) await context.close();
      studio?.kill();
      rmSync(place, { recursive: true, force: true });
    }
  });
}

/** Starts a studio: its address is the first that it prints. */
async function start(pack: string, data: string, language = "vi"): Promise<{ studio: ChildProcess; address: string }> {
  const program = process.env.TIEUCHI ?? "";
  const studio = spawn(program, ["studio", pack, "--data", data, "--lang", language, "--no-open"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    const listen = (part: Buffer): void => {
      said += part.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(said);
      if (found && said.includes("\n")) resolve(found[0]);
    };
    studio.stdout.on("data", listen);
    studio.stderr.on("data", listen);
    studio.on("error", reject);
    studio.on("exit", (code) => reject(new Error(`the studio ended with ${code}: ${said}`)));
  });
  return { studio, address };
}

/** Notes whatever goes wrong on a page: errors, warnings, refused styles and scripts. */
function watch(page: Page, faults: string[], expected: RegExp | undefined): void {
  page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
  page.on("console", (message) => {
    const grave = ["error", "warning"].includes(message.type());
    if (grave && !expected?.test(message.text())) faults.push(message.text());
  });
  page.on("dialog", (dialog) => void dialog.accept());
}

/** Asks until it is so. */
export async function until(what: string, so: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    if (await so()) return;
    if (Date.now() > end) assert.fail(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Waits for a text at a place of the page. */
export async function reads(page: Page, selector: string, wanted: string | RegExp): Promise<void> {
  let seen = "";
  const so = async (): Promise<boolean> => {
    const place = page.locator(selector).first();
    seen = (await place.count()) > 0 ? (((await place.textContent()) ?? "").replaceAll(/\s+/g, " ").trim()) : "";
    return typeof wanted === "string" ? seen.includes(wanted) : wanted.test(seen);
  };
  try {
    await until(`${selector} reads ${wanted}`, so);
  } catch (error) {
    throw new Error(`${(error as Error).message}; it reads: ${seen}`);
  }
}
