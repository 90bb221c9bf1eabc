// The home of everything third-party in the browser: bundles each package once, records what it is, and
// refuses to go on when a package is not what we last looked at. Run: npm ci && npm run vendor

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "..", "forum", "static");
const VENDOR = join(STATIC, "vendor");

const LICENCES = ["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "OFL-1.1"];

const MODULES = [
  {
    name: "relative-time-element",
    package: "@github/relative-time-element",
    entry: "dist/index.js",
    exports: ["RelativeTimeElement", "RelativeTimeUpdatedEvent", "default"],
  },
];

const ICONS = {
  package: "lucide-static",
  file: "icons.svg",
  names: `
    arrow-left arrow-right arrow-up bell bold book-open bookmark calendar check chevron-down chevron-left
    chevron-right circle-alert circle-check clock code copy door-open ellipsis eye flag globe hash heart history house
    image info italic key-round link list lock log-in log-out mail map-pin message-square message-square-plus
    messages-square monitor moon paperclip pencil pin plus printer quote reply rss search send settings share-2 shield
    smartphone star sun ticket trash-2 triangle-alert undo-2 user-plus user-round users x
  `.trim().split(/\s+/),
};

const records = [];
const licences = [];

await mkdir(VENDOR, { recursive: true });
for (const module of MODULES) await vendorModule(module);
await vendorIcons(ICONS);
await writeFile(join(VENDOR, "vendor.json"), JSON.stringify(records, null, 2) + "\n");
await writeFile(join(VENDOR, "LICENCES.txt"), licences.join(`\n${"-".repeat(78)}\n\n`));

async function vendorModule({ name, package: packageName, entry, exports }) {
  const entryFile = join(packageFolder(packageName), entry);
  if (!existsSync(entryFile)) refuse(`${packageName} has no ${entry}`);

  const { outputFiles, metafile } = await build({
    entryPoints: [entryFile],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    metafile: true,
    write: false,
    outdir: VENDOR,
  });
  const found = Object.values(metafile.outputs)[0].exports.sort();
  if (found.join() !== [...exports].sort().join()) refuse(`${packageName} now exports ${found.join(", ")}`);

  await publish(packageName, `vendor/${name}.js`, Buffer.from(outputFiles[0].contents), { exports });
}

async function vendorIcons({ package: packageName, file, names }) {
  const symbols = await Promise.all(names.map((name) => symbol(packageName, name)));
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
  await publish(packageName, file, Buffer.from(sprite), { icons: names });
}

async function symbol(packageName, name) {
  const source = join(packageFolder(packageName), "icons", `${name}.svg`);
  if (!existsSync(source)) refuse(`${packageName} has no icon ${name}`);

  const drawing = (await readFile(source, "utf8")).match(/<svg[^>]*>(.*)<\/svg>/s)?.[1];
  if (!drawing?.trim()) refuse(`${packageName} has an empty icon ${name}`);
  const lines = drawing.trim().split(/\s*\n\s*/).map((line) => line.replace(" />", "/>"));
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${lines.join("")}</symbol>`;
}

async function publish(packageName, file, content, contract) {
  const { version, license } = manifest(packageName);
  if (!LICENCES.includes(license)) refuse(`${packageName} is under ${license}, which is not on the list`);

  await writeFile(join(STATIC, file), content);
  const sha256 = createHash("sha256").update(content).digest("hex");
  records.push({ name: packageName, version, licence: license, file, sha256, ...contract });
  licences.push(`${packageName} ${version} (${license})\n\n${licenceText(packageName).trim()}\n`);
}

function licenceText(packageName) {
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE"]
    .map((name) => join(packageFolder(packageName), name))
    .find((path) => existsSync(path));
  return file ? readFileSync(file, "utf8") : refuse(`${packageName} ships no licence text`);
}

function manifest(packageName) {
  return JSON.parse(readFileSync(join(packageFolder(packageName), "package.json"), "utf8"));
}

function packageFolder(packageName) {
  return join(HERE, "node_modules", packageName);
}

function refuse(reason) {
  console.error(`vendor: ${reason}`);
  process.exit(1);
}
