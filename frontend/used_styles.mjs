// Styles that the product can show: an eighth of Tabler's 650 kB. A rule stays when every class and every data
// attribute that its selector needs is a word of a source: a template, Python, TypeScript, a style sheet of ours.
// A name that is put together ("alert-{{ kind }}", f"shade-{step}") keeps all that begin like it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { transform } from "lightningcss";

const SOURCES = /\.(html|py|ts|css)$/;
const NO_SOURCES = /(^|\/)(static|migrations)\//;

/** A Vite plugin for the finished style sheets. */
export function usedStyles(...folders) {
  return {
    name: "used-styles",
    enforce: "post",
    generateBundle(_options, bundle) {
      const isNamed = namesIn(folders);
      for (const file of Object.values(bundle)) {
        if (file.fileName.endsWith(".css")) file.source = shrunk(String(file.source), isNamed);
      }
    },
  };
}

function namesIn(folders) {
  const texts = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => SOURCES.test(file) && !NO_SOURCES.test(file))
      .map((file) => readFileSync(join(folder, file), "utf8")),
  );
  const whole = texts.join("\n");
  const words = new Set(whole.match(/[\w-]+/g));
  const beginnings = [...new Set(whole.match(/[a-z][\w-]*-(?=\$?\{)/g))];
  return (name) => words.has(name) || beginnings.some((beginning) => name.startsWith(beginning));
}

/** Drop what is not used until nothing more falls away: a rule may have been the last reader of a variable. */
function shrunk(css, isNamed) {
  const visitor = {
    Selector: (selector) => (selector.every((part) => canMatch(part, isNamed)) ? undefined : []),
  };
  for (let before = ""; css.length !== before.length; ) {
    before = css;
    const unusedSymbols = [...unreadVariables(css, isNamed), ...unusedAnimations(css)];
    const options = { filename: "used.css", code: Buffer.from(css), minify: true, visitor, unusedSymbols };
    css = String(transform(options).code);
  }
  return css;
}

function canMatch(part, isNamed) {
  const isOwn = part.type === "class" || (part.type === "attribute" && part.name.startsWith("data-"));
  if (isOwn) return isNamed(part.name);
  const choices = ["is", "where", "has"].includes(part.kind) ? part.selectors : [];
  return !choices.length || choices.some((selector) => selector.every((inner) => canMatch(inner, isNamed)));
}

function unreadVariables(css, isNamed) {
  const read = new Set(Array.from(css.matchAll(/var\((--[\w-]+)/g), (found) => found[1]));
  const set = new Set(Array.from(css.matchAll(/[{;](--[\w-]+):/g), (found) => found[1]));
  return [...set].filter((name) => !read.has(name) && !isNamed(name));
}

function unusedAnimations(css) {
  const played = Array.from(css.matchAll(/animation(?:-name)?:([^;}]*)/g), (found) => found[1]).join(" ");
  const names = Array.from(css.matchAll(/@keyframes ([\w-]+)/g), (found) => found[1]);
  return names.filter((name) => !played.split(/[\s,]+/).includes(name));
}
