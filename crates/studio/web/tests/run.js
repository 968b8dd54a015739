// Runs the browser tests: each of them drives a real browser against a real `tieuchi studio`.
//
// TIEUCHI names the program where it isn't the one that `cargo build` makes, CHROMIUM the browser. What is missing makes
// the tests fail. Names of test files may follow.

import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, ".tests");

const needed = {
  TIEUCHI: process.env.TIEUCHI ?? join(root, "../../../target/debug/tieuchi"),
  CHROMIUM: process.env.CHROMIUM ?? "/usr/bin/chromium",
};
for (const [name, path] of Object.entries(needed)) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    console.error(`${path} can't be run; ${name} names another`);
    process.exit(1);
  }
}

const wanted = process.argv.slice(2);
const files = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
const chosen = files.filter((name) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));
if (chosen.length === 0) {
  console.error("there are no such tests");
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
buildSync({
  absWorkingDir: root,
  entryPoints: chosen.map((name) => join("tests", name)),
  outdir: out,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
});
const ran = spawnSync(
  process.execPath,
  [
    "--enable-source-maps",
    "--test",
    "--test-reporter=spec",
    "--test-concurrency=2",
    ...chosen.map((name) => join(out, name.replace(/\.ts$/, ".js"))),
  ],
  { stdio: "inherit", env: { ...process.env, ...needed } },
);
process.exit(ran.status ?? 1);
