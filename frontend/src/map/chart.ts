// One map on the page: what is drawn, what is chosen, and where one looks.
import type Graph from "graphology";
import Sigma from "sigma";
import { showDetails } from "./details";
import { DiamondProgram } from "./diamond";
import { buildGraph } from "./scene";
import { type Seat, type View, drawNames, drawRing, drawBackground } from "./background";
import type { Item, Mode, Payload, Point, Words } from "./types";
import { isArrow, neighbour } from "./walk";

const STEP = 1.5; // of one zoom

export interface Surroundings {
  container: HTMLElement;
  details: HTMLElement;
  words: Words;
  unitUrl: (key: string) => string;
  openUnit: (key: string) => void;
}

export class Chart {
  private readonly renderer: Sigma;
  private readonly background: CanvasRenderingContext2D;
  private readonly sky: CanvasRenderingContext2D;
  private mode: Mode = "real";
  private chosen: Item | null = null;
  private hovered: Item | null = null;
  private graph: Graph;

  constructor(
    private readonly payload: Payload,
    private readonly around: Surroundings,
  ) {
    this.graph = buildGraph(payload, this.mode);
    this.renderer = new Sigma(this.graph, around.container, settings());
    this.renderer.setCustomBBox(extent(payload));
    this.background = this.layer("background", { beforeLayer: "edges" });
    this.sky = this.layer("sky", { afterLayer: "labels" });
    this.renderer.refresh();
    this.listen();
  }

  /** Real leadership, the formal tree, or both. */
  show(mode: Mode): void {
    this.mode = mode;
    this.graph = buildGraph(this.payload, mode);
    this.renderer.setGraph(this.graph);
    this.choose(this.chosen);
  }

  /** Whether the reader has a mark here. */
  get hasMe(): boolean {
    return this.myNumber >= 0;
  }

  findMe(): void {
    if (!this.hasMe) return;
    this.choose({ kind: "mark", number: this.myNumber });
    this.lookAt(this.payload.clusters[this.payload.marks[this.myNumber]!.cluster]!, 0.3);
    this.around.container.focus();
  }

  zoom(direction: "in" | "out" | "all"): void {
    const camera = this.renderer.getCamera();
    const options = { duration: duration() };
    if (direction === "in") void camera.animatedZoom({ factor: STEP, ...options });
    if (direction === "out") void camera.animatedUnzoom({ factor: STEP, ...options });
    if (direction === "all") void camera.animatedReset(options);
  }

  private get myNumber(): number {
    return this.payload.marks.findIndex((mark) => mark.me);
  }

  private layer(
    id: string,
    place: { beforeLayer?: string; afterLayer?: string },
  ): CanvasRenderingContext2D {
    const canvas = this.renderer.createCanvas(id, { ...place, style: { pointerEvents: "none" } });
    return canvas.getContext("2d")!;
  }

  private listen(): void {
    const { renderer } = this;
    renderer.on("afterRender", () => this.paint());
    renderer.on("clickNode", ({ node }) => this.choose({ kind: "mark", number: Number(node) }));
    renderer.on("clickStage", ({ event }) => this.choose(this.clusterAt(event)));
    renderer.on("doubleClickStage", (event) => {
      const item = this.clusterAt(event.event);
      if (!item) return;
      event.preventSigmaDefault();
      this.enter(item.number);
    });
    renderer.on("enterNode", ({ node }) => this.point({ kind: "mark", number: Number(node) }));
    renderer.on("leaveNode", () => this.point(null));
    renderer.on("moveBody", ({ event }) => this.hovered?.kind !== "mark" && this.point(this.clusterAt(event)));
    renderer.on("leaveStage", () => this.point(null));
    this.around.container.addEventListener("keydown", (event) => this.onKey(event));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isArrow(event.key)) this.step(event.key);
    else if (event.key === "Enter" && this.chosen?.kind === "cluster") this.enter(this.chosen.number);
    else if (event.key === "Escape") this.leave();
    else if (event.key === "+") this.zoom("in");
    else if (event.key === "-") this.zoom("out");
    else return;
    event.preventDefault();
  }

  /** From cluster to cluster; inside one, from mark to mark. */
  private step(key: string): void {
    const item = this.chosen ?? (this.payload.clusters.length ? { kind: "cluster" as const, number: 0 } : null);
    if (!item || !this.chosen) {
      this.choose(item);
      return;
    }
    const places = item.kind === "cluster" ? this.payload.clusters : this.markPlaces();
    const next = neighbour(places, item.number, key);
    if (next !== null) this.choose({ kind: item.kind, number: next });
    this.keepInSight();
  }

  private markPlaces(): Point[] {
    return this.payload.marks.map((_mark, number) => this.seatOf(number));
  }

  private seatOf(number: number): Seat {
    const { x, y, size } = this.graph.getNodeAttributes(String(number));
    return { x, y, size };
  }

  /** Zoom into an cluster; where people are drawn, go on among them. */
  private enter(number: number): void {
    const cluster = this.payload.clusters[number]!;
    if (!this.payload.marks.length) {
      if (cluster.key) this.around.openUnit(cluster.key);
      return;
    }
    this.lookAt(cluster, 0.3);
    const first = this.payload.marks.findIndex((mark) => mark.cluster === number);
    this.choose(first >= 0 ? { kind: "mark", number: first } : { kind: "cluster", number });
  }

  private leave(): void {
    const was = this.chosen;
    this.zoom("all");
    this.choose(was?.kind === "mark" ? { kind: "cluster", number: this.payload.marks[was.number]!.cluster } : null);
  }

  private choose(item: Item | null): void {
    this.chosen = item;
    const { details, words, unitUrl, openUnit } = this.around;
    showDetails(details, item, this.payload, this.mode, words, { unitUrl, openUnit });
    this.renderer.scheduleRender();
  }

  /** What the pointer is over is named, and its currents stand out. */
  private point(item: Item | null): void {
    if (item?.kind === this.hovered?.kind && item?.number === this.hovered?.number) return;
    this.hovered = item;
    this.around.container.classList.toggle("is-pointing", item !== null);
    this.renderer.scheduleRender();
  }

  private clusterAt(event: Point): Extract<Item, { kind: "cluster" }> | null {
    const place = this.renderer.viewportToGraph(event);
    const number = this.payload.clusters.findIndex(
      (cluster) => Math.hypot(place.x - cluster.x, place.y - cluster.y) <= cluster.r,
    );
    return number < 0 ? null : { kind: "cluster", number };
  }

  /** Move so that a place is in the middle and fills much of the picture. */
  private lookAt(place: Point, ratio: number): void {
    const { x, y } = this.renderer.viewportToFramedGraph(this.renderer.graphToViewport(place));
    void this.renderer.getCamera().animate({ x, y, ratio }, { duration: duration() });
  }

  private keepInSight(): void {
    if (!this.chosen) return;
    const place = this.placeOf(this.chosen);
    const { x, y } = this.renderer.graphToViewport(place);
    const { width, height } = this.renderer.getDimensions();
    const outside = x < 40 || y < 40 || x > width - 40 || y > height - 40;
    if (outside) this.lookAt(place, this.renderer.getCamera().ratio);
  }

  private placeOf(item: Item): Point {
    return item.kind === "cluster" ? this.payload.clusters[item.number]! : this.seatOf(item.number);
  }

  private paint(): void {
    const view = this.view();
    for (const context of [this.background, this.sky]) fit(context, view);
    const cluster = this.focusedCluster();
    drawBackground(this.background, this.payload, view, this.mode, cluster);
    this.sky.clearRect(0, 0, view.width, view.height);
    const mark = this.hovered?.kind === "mark" ? this.hovered : this.chosen;
    const focus = { cluster, mark: mark?.kind === "mark" ? mark.number : null };
    const seatOf = (number: number) => this.seatOf(number);
    drawNames(this.sky, this.payload, view, focus, seatOf, this.around.words);
    if (this.chosen?.kind === "mark") {
      const seat = this.seatOf(this.chosen.number);
      drawRing(this.sky, seat, seat.size, view);
    }
  }

  /** The cluster that is pointed at, else the one that is chosen or whose mark is. */
  private focusedCluster(): number | null {
    const item = this.hovered ?? this.chosen;
    if (!item) return null;
    return item.kind === "cluster" ? item.number : this.payload.marks[item.number]!.cluster;
  }

  private view(): View {
    const origin = this.renderer.graphToViewport({ x: 0, y: 0 });
    const unit = this.renderer.graphToViewport({ x: 1, y: 0 });
    return {
      toScreen: (point) => this.renderer.graphToViewport(point),
      scale: Math.hypot(unit.x - origin.x, unit.y - origin.y),
      ...this.renderer.getDimensions(),
    };
  }
}

/** A canvas as large as the picture, sharp on every screen. */
function fit(context: CanvasRenderingContext2D, { width, height }: View): void {
  const ratio = window.devicePixelRatio || 1;
  const { canvas } = context;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

function settings() {
  return {
    allowInvalidContainer: true,
    itemSizesReference: "positions" as const,
    zoomToSizeRatioFunction: (ratio: number) => ratio,
    autoRescale: true,
    nodeProgramClasses: { diamond: DiamondProgram },
    defaultNodeType: "circle",
    renderLabels: false, // names are drawn with those of clusters, so that none lies over another
    defaultDrawNodeHover: () => undefined,
    minCameraRatio: 0.04,
    maxCameraRatio: 1.5,
    stagePadding: 24,
    zIndex: true,
  };
}

/** The rectangle around all clusters and their names. */
function extent({ clusters }: Payload): { x: [number, number]; y: [number, number] } {
  if (!clusters.length) return { x: [-1, 1], y: [-1, 1] };
  const edges = (axis: "x" | "y", sign: 1 | -1) => clusters.map((cluster) => cluster[axis] + sign * cluster.r);
  return {
    x: [Math.min(...edges("x", -1)), Math.max(...edges("x", 1))],
    y: [Math.min(...edges("y", -1)), Math.max(...edges("y", 1)) + 1.5],
  };
}

function duration(): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 350;
}
