// What lies under the marks: islands, the currents between them, and the formal tree.
import { INK, PAPER, QUIET, TREE, branchColour, faded } from "./palette";
import type { Island, Mode, Payload, Point } from "./types";

const MOST_FLOWS = 140; // more lines than this are a tangle; the matrix has them all
const LABEL = 12.5;
const LEAST_RADIUS_FOR_LABEL = 9;

/** From the map's places to pixels. */
export interface View {
  toScreen(point: Point): Point;
  /** Pixels that one unit of the map is long. */
  scale: number;
  width: number;
  height: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Draw everything under the marks. `chosen` is the island whose currents stand out. */
export function drawSea(
  context: CanvasRenderingContext2D,
  payload: Payload,
  view: View,
  mode: Mode,
  chosen: number | null,
): void {
  context.clearRect(0, 0, view.width, view.height);
  payload.islands.forEach((island, number) => drawIsland(context, island, view, number === chosen));
  if (mode !== "real") drawTree(context, payload.islands, view);
  if (mode !== "formal") drawFlows(context, payload, view, chosen);
}

function drawIsland(
  context: CanvasRenderingContext2D,
  island: Island,
  view: View,
  isChosen: boolean,
): void {
  const { x, y } = view.toScreen(island);
  const colour = branchColour(island.branch);
  context.beginPath();
  context.arc(x, y, island.r * view.scale, 0, 2 * Math.PI);
  context.fillStyle = faded(colour, isChosen ? 0.18 : 0.1);
  context.fill();
  context.lineWidth = isChosen ? 2 : 1;
  context.strokeStyle = faded(colour, isChosen ? 0.9 : 0.4);
  context.stroke();
}

function drawTree(context: CanvasRenderingContext2D, islands: Island[], view: View): void {
  context.strokeStyle = faded(TREE, 0.75);
  context.lineWidth = 1.75;
  context.setLineDash([6, 4]);
  for (const island of islands) {
    if (island.above === null) continue;
    const above = islands[island.above]!;
    const [start, end] = shores(above, island, view, 0);
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
  }
  context.setLineDash([]);
}

function drawFlows(
  context: CanvasRenderingContext2D,
  { flows, islands }: Payload,
  view: View,
  chosen: number | null,
): void {
  const strongest = [...flows].sort((one, other) => other[2] - one[2]);
  const most = strongest[0]?.[2] ?? 1;
  const shown = strongest.filter(
    ([source, target], rank) => rank < MOST_FLOWS || source === chosen || target === chosen,
  );
  for (const [source, target, count] of shown) {
    const touches = source === chosen || target === chosen;
    const opacity = touches ? 0.7 : chosen === null ? 0.24 : 0.07;
    context.strokeStyle = context.fillStyle = faded(branchColour(islands[source]!.branch), opacity);
    context.lineWidth = 1 + 5 * Math.sqrt(count / most);
    drawCurrent(context, islands[source]!, islands[target]!, view);
  }
}

/** A curve with a head, bent to the right, so that both directions stay apart. */
function drawCurrent(context: CanvasRenderingContext2D, from: Island, to: Island, view: View): void {
  const [start, end] = shores(from, to, view, 2);
  const across = { x: end.x - start.x, y: end.y - start.y };
  const bend = {
    x: (start.x + end.x) / 2 - across.y * 0.16,
    y: (start.y + end.y) / 2 + across.x * 0.16,
  };
  const length = Math.hypot(end.x - bend.x, end.y - bend.y) || 1;
  const towards = { x: (end.x - bend.x) / length, y: (end.y - bend.y) / length };
  const head = 3 + 1.4 * context.lineWidth;
  const neck = { x: end.x - towards.x * head, y: end.y - towards.y * head };
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.quadraticCurveTo(bend.x, bend.y, neck.x, neck.y);
  context.stroke();
  context.beginPath();
  context.moveTo(end.x, end.y);
  context.lineTo(neck.x - towards.y * head * 0.5, neck.y + towards.x * head * 0.5);
  context.lineTo(neck.x + towards.y * head * 0.5, neck.y - towards.x * head * 0.5);
  context.fill();
}

/** Where a line from island to island leaves the one and reaches the other. */
function shores(from: Island, to: Island, view: View, gap: number): [Point, Point] {
  const start = view.toScreen(from);
  const end = view.toScreen(to);
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const along = { x: (end.x - start.x) / length, y: (end.y - start.y) / length };
  const [leave, reach] = [from.r * view.scale + gap, to.r * view.scale + gap];
  return [
    { x: start.x + along.x * leave, y: start.y + along.y * leave },
    { x: end.x - along.x * reach, y: end.y - along.y * reach },
  ];
}

/** Names of islands above everything, the larger ones first, none over another. */
export function drawNames(
  context: CanvasRenderingContext2D,
  islands: Island[],
  view: View,
  withPeople: boolean,
  chosen: number | null,
): void {
  const taken: Box[] = [];
  const order = islands
    .map((island, number) => ({ island, number }))
    .sort((one, other) => Number(other.number === chosen) - Number(one.number === chosen) || other.island.people - one.island.people);
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const { island, number } of order) {
    const radius = island.r * view.scale;
    if (radius < LEAST_RADIUS_FOR_LABEL && number !== chosen) continue;
    const at = view.toScreen(island);
    const y = withPeople ? at.y - radius - 5 : at.y + LABEL / 3;
    context.font = `${number === chosen ? 650 : 550} ${LABEL}px system-ui, sans-serif`;
    const text = shortened(context, island.name, Math.max(radius * 2.4, 120));
    const half = context.measureText(text).width / 2;
    const box = { left: at.x - half - 3, right: at.x + half + 3, top: y - LABEL, bottom: y + 4 };
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    context.lineWidth = 4;
    context.strokeStyle = faded(PAPER, 0.92);
    context.strokeText(text, at.x, y);
    context.fillStyle = number === chosen ? INK : QUIET;
    context.fillText(text, at.x, y);
  }
}

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let kept = text;
  while (kept.length > 3 && context.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
  );
}

/** A ring around what the keyboard or the pointer has chosen. */
export function drawRing(
  context: CanvasRenderingContext2D,
  centre: Point,
  radius: number,
  view: View,
): void {
  const { x, y } = view.toScreen(centre);
  context.beginPath();
  context.arc(x, y, radius * view.scale + 4, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = "#1f7ae0";
  context.stroke();
}
