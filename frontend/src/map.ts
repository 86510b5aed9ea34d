// The leadership map: fetched as this reader may see it, drawn with WebGL. Without it the page stays as it is,
// with its links to the tables.
import "./map.css";
import { Chart } from "./map/chart";
import type { Mode, Payload, Words } from "./map/types";

const container = document.querySelector<HTMLElement>("[data-map]");

if (container && hasWebGL()) void start(container);

function hasWebGL(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

async function start(container: HTMLElement): Promise<void> {
  const words = readWords();
  try {
    const payload = await load(container);
    if (payload.clusters.length) show(container, payload, words);
    else say(words.empty ?? "");
  } catch {
    say(words.failed ?? "");
  }
}

async function load(container: HTMLElement): Promise<Payload> {
  const answer = await fetch(address(container.dataset.url, container.dataset.unit), {
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Payload;
}

function show(container: HTMLElement, payload: Payload, words: Words): void {
  element("[data-map-message]").hidden = true;
  element("[data-map-tools]").hidden = element("[data-map-legend]").hidden = false;
  const chart = new Chart(payload, {
    container,
    words,
    details: element("[data-map-details]"),
    unitUrl: (key) => (container.dataset.unitUrl ?? "").replace("UNIT", encodeURIComponent(key)),
    openUnit: (key) => window.location.assign(address(window.location.href, key)),
  });
  element("[data-map-find]").hidden = !chart.hasMe;
  connect(chart);
}

/** An address, limited to a unit if one is given; the day that it carries stays. */
function address(path: string | undefined, unit: string | undefined): URL {
  const url = new URL(path ?? "", window.location.href);
  if (unit) url.searchParams.set("unit", unit);
  return url;
}

function say(text: string): void {
  element("[data-map-message]").textContent = text;
}

/** The buttons and switches of the page act on the chart. */
function connect(chart: Chart): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("[name=map-mode]")) {
    input.addEventListener("change", () => {
      chart.show(currentMode());
      markLegend();
    });
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-map-zoom]")) {
    button.addEventListener("click", () => chart.zoom(button.dataset.mapZoom as "in" | "out" | "all"));
  }
  element("[data-map-find]").addEventListener("click", () => chart.findMe());
  chart.show(currentMode());
  markLegend();
}

function currentMode(): Mode {
  return (document.querySelector<HTMLInputElement>("[name=map-mode]:checked")?.value ?? "real") as Mode;
}

/** The legend explains what is drawn now. */
function markLegend(): void {
  for (const item of document.querySelectorAll<HTMLElement>("[data-map-legend] [data-mode]")) {
    item.hidden = !(item.dataset.mode ?? "").split(" ").includes(currentMode());
  }
}

function readWords(): Words {
  const terms = [...document.querySelectorAll("[data-map-words] dt")];
  return Object.fromEntries(
    terms.map((term) => [term.textContent ?? "", term.nextElementSibling?.textContent ?? ""]),
  );
}

function element(selector: string): HTMLElement {
  return document.querySelector<HTMLElement>(selector)!;
}
