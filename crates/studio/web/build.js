// Makes dist/ from src/. The same sources and the same lock give the same bytes; `--compare` only says whether dist/ is
// what would be made.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");

const made = await build({
  absWorkingDir: root,
  entryPoints: { app: "src/main.tsx" },
  outdir: "dist",
  bundle: true,
  charset: "utf8",
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minify: true,
  target: ["chrome120", "firefox121", "safari17"],
  write: false,
});

const files = new Map();
for (const file of made.outputFiles) {
  files.set(relative(dist, file.path), Buffer.from(file.contents));
}
for (const name of ["index.html", "icon.svg"]) {
  files.set(name, await readFile(join(root, "src", name)));
}
files.set("licences.txt", Buffer.from(await licences(Object.keys(made.metafile.inputs))));

if (process.argv.includes("--compare")) {
  const differing = await differences(files);
  if (differing.length > 0) {
    console.error(`dist/ isn't what its sources make; \`npm run build\` makes it anew: ${differing.join(", ")}`);
    process.exit(1);
  }
} else {
  await mkdir(dist, { recursive: true });
  for (const [name, bytes] of files) {
    await writeFile(join(dist, name), bytes);
  }
}

/** The files that are other than they would be made, that are missing, or that nothing makes. */
async function differences(files) {
  const found = (await readdir(dist)).filter((name) => !files.has(name));
  for (const [name, bytes] of files) {
    const there = await readFile(join(dist, name)).catch(() => undefined);
    if (!there || !there.equals(bytes)) found.push(name);
  }
  return found;
}

/** The notices of the packages that are in the bundle, as their licences ask for. */
async function licences(inputs) {
  const names = new Set();
  for (const input of inputs) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) names.add(found[1]);
  }
  const parts = [];
  for (const name of [...names].sort()) {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const notice = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
    if (!notice) throw new Error(`${name} has no notice`);
    const text = (await readFile(join(folder, notice), "utf8")).replaceAll("\r\n", "\n").trim();
    parts.push(`${name} ${version} (${license})\n\n${text}\n`);
  }
  return parts.join("\n----------------------------------------\n\n");
}
