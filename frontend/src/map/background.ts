// What lies under the marks: clusters, the currents between them, and the formal tree.
import { INK, PAPER, TREE, branchColour, faded } from "./palette";
import type { Cluster, Mark, Mode, Payload, Point, Words } from "./types";

const MOST_FLOWS = 140; // more lines than this are a tangle; the matrix has them all
const LABEL = 12.5;
const BRANCH_LABEL = 15;
const PERSON_LABEL = 12;
const MOST_BRANCH_NAMES = 16;
const RADIUS_FOR_NAME = 60; // pixels; smaller clusters go by the name of their branch

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

/** Draw everything under the marks. `chosen` is the cluster whose currents stand out. */
export function drawBackground(
  context: CanvasRenderingContext2D,
  payload: Payload,
  view: View,
  mode: Mode,
  chosen: number | null,
): void {
  context.clearRect(0, 0, view.width, view.height);
  payload.clusters.forEach((cluster, number) => drawCluster(context, cluster, view, number === chosen));
  if (mode !== "real") drawTree(context, payload.clusters, view);
  if (mode !== "formal") drawFlows(context, payload, view, chosen);
}

function drawCluster(
  context: CanvasRenderingContext2D,
  cluster: Cluster,
  view: View,
  isChosen: boolean,
): void {
  const { x, y } = view.toScreen(cluster);
  const colour = branchColour(cluster.branch);
  context.beginPath();
  context.arc(x, y, cluster.r * view.scale, 0, 2 * Math.PI);
  context.fillStyle = faded(colour, isChosen ? 0.18 : 0.1);
  context.fill();
  context.lineWidth = isChosen ? 2 : 1;
  context.strokeStyle = faded(colour, isChosen ? 0.9 : 0.4);
  context.stroke();
}

function drawTree(context: CanvasRenderingContext2D, clusters: Cluster[], view: View): void {
  context.strokeStyle = faded(TREE, 0.75);
  context.lineWidth = 1.75;
  context.setLineDash([6, 4]);
  for (const cluster of clusters) {
    if (cluster.above === null) continue;
    const above = clusters[cluster.above]!;
    const [start, end] = shores(above, cluster, view, 0);
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
  }
  context.setLineDash([]);
}

function drawFlows(
  context: CanvasRenderingContext2D,
  { flows, clusters }: Payload,
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
    context.strokeStyle = context.fillStyle = faded(branchColour(clusters[source]!.branch), opacity);
    context.lineWidth = 1 + 5 * Math.sqrt(count / most);
    drawCurrent(context, clusters[source]!, clusters[target]!, view);
  }
}

/** A curve with a head, bent to the right, so that both directions stay apart. */
function drawCurrent(context: CanvasRenderingContext2D, from: Cluster, to: Cluster, view: View): void {
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

/** Where a line from cluster to cluster leaves the one and reaches the other. */
function shores(from: Cluster, to: Cluster, view: View, gap: number): [Point, Point] {
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

interface Name {
  text: string;
  at: Point;
  size: number;
  colour: string;
  width: number;
  align: "center" | "left";
}

/** What is pointed at or chosen: named in any case. */
export interface Focus {
  cluster: number | null;
  mark: number | null;
}

/** A mark's place and radius as they are drawn now. */
export type Seat = Point & { size: number };

/**
 * Names above everything, none over another: from afar those of the main parts and of the reader, from near
 * those of clusters and of people who are named.
 */
export function drawNames(
  context: CanvasRenderingContext2D,
  payload: Payload,
  view: View,
  focus: Focus,
  seatOf: (mark: number) => Seat,
  words: Words,
): void {
  const names = [
    ...clusterNames(payload, view, focus),
    ...branchNames(payload, view),
    ...markNames(payload, view, focus, seatOf, words),
  ];
  const taken: Box[] = [];
  for (const name of names) if (isInSight(name.at, view)) writeName(context, name, view, taken);
}

function clusterNames({ clusters, marks }: Payload, view: View, focus: Focus): Name[] {
  const near = clusters.flatMap((cluster, number) =>
    isNear(cluster, view) || number === focus.cluster || clusters.length <= 12 ? [{ cluster, number }] : [],
  );
  const first = (number: number) => Number(number === focus.cluster);
  near.sort((one, other) => first(other.number) - first(one.number) || other.cluster.people - one.cluster.people);
  return near.map(({ cluster }) => {
    const radius = cluster.r * view.scale;
    const { x, y } = view.toScreen(cluster);
    const at = { x, y: marks.length ? y - radius - 6 : y + LABEL / 3 };
    return { text: cluster.name, at, size: LABEL, colour: INK, width: Math.max(radius * 2.4, 180), align: "center" };
  });
}

function isNear(cluster: Cluster, view: View): boolean {
  return cluster.r * view.scale >= RADIUS_FOR_NAME;
}

/** In the middle of each main part's clusters, by their people, while its clusters are too small for names. */
function branchNames({ clusters, branches }: Payload, view: View): Name[] {
  if (clusters.length <= 12 || Object.keys(branches).length > MOST_BRANCH_NAMES) return [];
  return Object.entries(branches).flatMap(([branch, text]) => {
    const own = clusters.filter((cluster) => cluster.branch === Number(branch));
    if (!text || own.some((cluster) => isNear(cluster, view))) return [];
    const people = own.reduce((sum, cluster) => sum + cluster.people, 0);
    const mean = (axis: "x" | "y") => own.reduce((sum, cluster) => sum + cluster[axis] * cluster.people, 0) / people;
    const at = view.toScreen({ x: mean("x"), y: mean("y") });
    const colour = branchColour(Number(branch));
    return [{ text, at, size: BRANCH_LABEL, colour, width: 280, align: "center" as const }];
  });
}

/** The reader always; others who are named when they are near, the larger first. */
function markNames(
  { clusters, marks }: Payload,
  view: View,
  focus: Focus,
  seatOf: (mark: number) => Seat,
  words: Words,
): Name[] {
  const named = marks.flatMap((mark, number) => {
    const text = mark.me ? words.you : mark.name;
    const isShown = mark.me || number === focus.mark || isNear(clusters[mark.cluster]!, view);
    return text && isShown ? [{ text, mark, number }] : [];
  });
  const weight = ({ mark, number }: { mark: Mark; number: number }) =>
    Number(mark.me ?? false) * 20 + Number(number === focus.mark) * 10 + (mark.size ?? 0);
  named.sort((one, other) => weight(other) - weight(one));
  return named.map(({ text, number }) => {
    const seat = seatOf(number);
    const { x, y } = view.toScreen(seat);
    const at = { x: x + seat.size * view.scale + 4, y: y + 4 };
    return { text, at, size: PERSON_LABEL, colour: INK, width: 200, align: "left" };
  });
}

function isInSight({ x, y }: Point, view: View): boolean {
  return x > 0 && y > 0 && x < view.width && y < view.height;
}

function writeName(context: CanvasRenderingContext2D, name: Name, view: View, taken: Box[]): void {
  context.textAlign = name.align;
  context.lineJoin = "round";
  context.font = `600 ${name.size}px system-ui, sans-serif`;
  const text = shortened(context, name.text, Math.min(name.width, view.width - 16));
  const wide = context.measureText(text).width;
  const before = name.align === "center" ? wide / 2 : 0;
  const x = Math.min(Math.max(name.at.x, before + 6), view.width - (wide - before) - 6);
  const { y } = name.at;
  const box = { left: x - before - 3, right: x - before + wide + 3, top: y - name.size, bottom: y + 4 };
  if (taken.some((other) => overlap(box, other))) return;
  taken.push(box);
  context.lineWidth = 4.5;
  context.strokeStyle = faded(PAPER, 0.88);
  context.strokeText(text, x, y);
  context.fillStyle = name.colour;
  context.fillText(text, x, y);
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
