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
  const message = element("[data-map-message]");
  let chart: Chart | null = null;

  async function open(unit: string): Promise<void> {
    try {
      const payload = await load(container, unit);
      chart?.destroy();
      chart = payload.islands.length ? draw(container, payload, words, open) : null;
      message.hidden = chart !== null;
      if (!chart) message.textContent = words.empty ?? "";
    } catch {
      message.hidden = false;
      message.textContent = words.failed ?? "";
    }
    element("[data-map-tools]").hidden = element("[data-map-legend]").hidden = chart === null;
    element("[data-map-find]").hidden = !chart?.hasMe;
    chart?.show(currentMode());
  }

  connect(() => chart);
  await open(container.dataset.unit ?? "");
}

async function load(container: HTMLElement, unit: string): Promise<Payload> {
  const url = new URL(container.dataset.url ?? "", window.location.href);
  if (unit) url.searchParams.set("unit", unit);
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Payload;
}

function draw(
  container: HTMLElement,
  payload: Payload,
  words: Words,
  open: (unit: string) => Promise<void>,
): Chart {
  return new Chart(payload, {
    container,
    words,
    details: element("[data-map-details]"),
    unitUrl: (key) => (container.dataset.unitUrl ?? "").replace("UNIT", encodeURIComponent(key)),
    openUnit: (key) => void open(key),
  });
}

/** The buttons and switches act on whatever chart is shown. */
function connect(chart: () => Chart | null): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("[name=map-mode]")) {
    input.addEventListener("change", () => {
      chart()?.show(currentMode());
      markLegend();
    });
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-map-zoom]")) {
    button.addEventListener("click", () => chart()?.zoom(button.dataset.mapZoom as "in" | "out" | "all"));
  }
  element("[data-map-find]").addEventListener("click", () => chart()?.findMe());
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
