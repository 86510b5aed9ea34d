// Two bundles, each on its own: colead.js with the styles for every page, map.js for the leadership map.
// File names carry no hash: Django's manifest storage hashes them.
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { defineConfig } from "vite";
import { usedStyles } from "./used_styles.mjs";

const SOURCE = resolve(import.meta.dirname, "../src/colead");
const ICONS = resolve(import.meta.dirname, "node_modules/@tabler/icons/icons/outline");

/** Every icon that a template, a manifest or the navigation names, as one sprite. */
function iconSprite() {
  return {
    name: "icon-sprite",
    generateBundle() {
      const source = [...iconNames()].sort().map(symbol).join("");
      this.emitFile({
        type: "asset",
        fileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${source}</svg>`,
      });
    },
  };
}

function iconNames() {
  const known = new Set(readdirSync(ICONS).map((file) => file.replace(".svg", "")));
  const names = new Set();
  for (const file of readdirSync(SOURCE, { recursive: true })) {
    const pattern = file.endsWith(".html") ? /icon[ =]"([a-z0-9-]+)"/g : /(context|manifest)\.py$/.test(file) ? /"([a-z0-9-]+)"/g : null;
    if (!pattern) continue;
    for (const [, name] of readFileSync(join(SOURCE, file), "utf8").matchAll(pattern)) {
      if (known.has(name)) names.add(name);
      else if (file.endsWith(".html")) throw new Error(`${file} names the icon ${name}, which does not exist.`);
    }
  }
  return names;
}

function symbol(name) {
  const svg = readFileSync(join(ICONS, `${name}.svg`), "utf8").replace(/<!--[\s\S]*?-->/g, "");
  const drawing = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
    `stroke-linecap="round" stroke-linejoin="round">${drawing.trim()}</symbol>`
  );
}

export default defineConfig(({ mode }) => {
  const entry = mode === "map" ? "map" : "colead";
  return {
    plugins: [usedStyles(SOURCE, resolve(import.meta.dirname, "src")), mode === "map" ? null : iconSprite()],
    build: {
      outDir: resolve(SOURCE, "web/static/dist"),
      emptyOutDir: mode !== "map",
      target: "es2022",
      chunkSizeWarningLimit: 1000,
      rollupOptions: {
        input: resolve(import.meta.dirname, `src/${entry}.ts`),
        output: { format: "es", entryFileNames: `${entry}.js`, assetFileNames: `${entry}[extname]` },
      },
    },
  };
});
