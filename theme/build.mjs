// Builds src/rakiza/web/static/rakiza from this folder: one stylesheet, two scripts, the fonts.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const out = new URL("../src/rakiza/web/static/rakiza/", import.meta.url).pathname;
const fonts = `${out}fonts/`;
mkdirSync(fonts, { recursive: true });

const faces = [
  ["ibm-plex-sans", "IBM Plex Sans", ["latin", "latin-ext"]],
  ["ibm-plex-sans-arabic", "IBM Plex Sans Arabic", ["arabic"]],
];
let css = "";
for (const [pkg, , subsets] of faces) {
  for (const weight of [400, 600]) {
    const sheet = readFileSync(`node_modules/@fontsource/${pkg}/${weight}.css`, "utf8");
    for (const subset of subsets) {
      const file = `${pkg}-${subset}-${weight}-normal.woff2`;
      copyFileSync(`node_modules/@fontsource/${pkg}/files/${file}`, fonts + file);
      const face = sheet.match(new RegExp(`/\\* ${pkg}-${subset}-${weight}-normal \\*/\\s*(@font-face \\{[^}]*\\})`))[1];
      css += face.replace(/src:[^;]*;/, `src: url(fonts/${file}) format('woff2');`) + "\n";
    }
  }
  copyFileSync(`node_modules/@fontsource/${pkg}/LICENSE`, `${fonts}${pkg}-LICENSE.txt`);
}
execFileSync("node_modules/.bin/tailwindcss", ["-i", "src/app.css", "-o", `${out}app.css`, "--minify"], { stdio: "inherit" });
writeFileSync(`${out}app.css`, css.replace(/\s+/g, " ") + readFileSync(`${out}app.css`, "utf8"));
for (const entry of ["app", "charts"]) {
  await build({ entryPoints: [`src/${entry}.js`], outfile: `${out}${entry}.js`, bundle: true, minify: true, target: "es2022", legalComments: "inline" });
}
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", `${out}htmx.min.js`);
