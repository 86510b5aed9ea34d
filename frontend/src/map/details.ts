// What is said about the thing that is pointed at: in text, for everybody, screen readers too.
import type { Item, Mode, Payload, Words } from "./types";

export interface Actions {
  unitUrl: (key: string) => string;
  openUnit: (key: string) => void;
}

/** Fill the panel with words about an cluster or a mark; empty and hide it for nothing. */
export function showDetails(
  panel: HTMLElement,
  item: Item | null,
  payload: Payload,
  mode: Mode,
  words: Words,
  actions: Actions,
): void {
  panel.replaceChildren();
  panel.hidden = item === null;
  if (item?.kind === "mark") panel.append(...aboutMark(item.number, payload, mode, words));
  if (item?.kind === "cluster") panel.append(...aboutCluster(item.number, payload, words, actions));
}

function aboutMark(number: number, { marks, clusters }: Payload, mode: Mode, words: Words): HTMLElement[] {
  const mark = marks[number]!;
  const name = mark.me ? words.you! : (mark.name ?? words.colleague!);
  const lines = [clusters[mark.cluster]!.name];
  if (mark.leads) lines.push(words.leader!);
  if (mode !== "formal") lines.push(words[mark.size === null ? "sizeNone" : `size${mark.size}`]!);
  return [text("strong", name), ...lines.map((line) => text("span", line))];
}

function aboutCluster(number: number, { marks, clusters }: Payload, words: Words, actions: Actions): HTMLElement[] {
  const cluster = clusters[number]!;
  const found = [
    text("strong", cluster.name),
    text("span", filled(words.people!, cluster.people)),
    text("span", filled(words.leaders!, cluster.leaders)),
  ];
  if (cluster.key) {
    if (!marks.length) found.push(button(words.inside!, () => actions.openUnit(cluster.key)));
    found.push(link(words.open!, actions.unitUrl(cluster.key)));
  }
  return found;
}

function filled(template: string, number: number): string {
  return template.replace("{n}", String(number));
}

function text(tag: "strong" | "span", content: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}

function link(content: string, href: string): HTMLElement {
  const element = document.createElement("a");
  element.textContent = content;
  element.href = href;
  return element;
}

function button(content: string, act: () => void): HTMLElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "btn";
  element.textContent = content;
  element.addEventListener("click", act);
  return element;
}
