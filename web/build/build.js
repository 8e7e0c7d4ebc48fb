// Builds the pages into functions/pages/built: compressed files, whose names contain a hash of their content.

import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(web, "../functions/pages/built");
// The folder of a page has its name, and so have its HTML, script and style. The HTML names the others as
// /assets/<page>.js and .css.
const pages = ["booking", "calendar"];

const result = await build({
  absWorkingDir: web,
  entryPoints: pages.flatMap((page) => [`src/${page}/${page}.tsx`, `src/${page}/${page}.css`]),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  entryNames: "[name]-[hash]",
  outdir: "unused",
  metafile: true,
  write: false,
  logLevel: "warning",
});

const names = new Map(
  Object.entries(result.metafile.outputs).map(([path, { entryPoint = "" }]) => [
    basename(entryPoint).replace(/tsx$/, "js"),
    basename(path),
  ]),
);

// Another process may read the folder at any time, so it gets the new files all at once.
const fresh = `${built}.new`;
await rm(fresh, { recursive: true, force: true });
await mkdir(join(fresh, "assets"), { recursive: true });
await Promise.all([...result.outputFiles.map(writeAsset), ...pages.map(writePage)]);
await rm(built, { recursive: true, force: true });
await rename(fresh, built);

async function writeAsset({ path, contents }) {
  const to = join(fresh, "assets", basename(path));
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await writeFile(`${to}.br`, await promisify(brotliCompress)(contents, best));
  await writeFile(`${to}.gz`, await promisify(gzip)(contents, { level: constants.Z_BEST_COMPRESSION }));
}

async function writePage(page) {
  const source = await readFile(join(web, "src", page, `${page}.html`), "utf8");
  await writeFile(join(fresh, `${page}.html`), source.replace(/(?<="\/assets\/)[\w.]+(?=")/g, hashed));
}

function hashed(name) {
  const file = names.get(name);
  if (!file) throw new Error(`No page is built into ${name}.`);
  return file;
}
