// The marks and ties of one mode as the graph that sigma draws.
import Graph from "graphology";
import { ME, branchColour, tinted } from "./palette";
import type { Cluster, Mark, Mode, Payload } from "./types";

const SIZES = [0.25, 0.34, 0.42, 0.5];
const PLAIN = 0.3;
const MY_SIZE = 0.36; // at least, so that one finds oneself

interface Seat {
  mark: Mark;
  number: number;
  x: number;
  y: number;
  isLeader: boolean;
}

/** Everybody drawn, as nodes "0", "1", …, numbered as the payload's marks. */
export function buildGraph(payload: Payload, mode: Mode): Graph {
  const graph = new Graph({ multi: true });
  const seats = mode === "formal" ? formalSeats(payload) : realSeats(payload);
  for (const seat of seats) {
    graph.addNode(String(seat.number), nodeAttributes(seat, mode, payload.clusters));
  }
  if (mode !== "formal") addTies(graph, payload);
  if (!seats.length) addCentres(graph, payload.clusters);
  return graph;
}

function nodeAttributes({ mark, x, y, isLeader }: Seat, mode: Mode, clusters: Cluster[]) {
  const colour = mark.me ? ME : branchColour(clusters[mark.cluster]!.branch);
  const isKnown = mark.me || mark.name !== undefined;
  const size = mode === "formal" ? PLAIN : mark.size === null ? PLAIN : SIZES[mark.size]!;
  return {
    x,
    y,
    size: mark.me ? Math.max(size, MY_SIZE) : size,
    color: isKnown || isLeader ? colour : tinted(colour, 0.6),
    type: isLeader ? "diamond" : "circle",
    zIndex: mark.me ? 2 : isKnown ? 1 : 0,
  };
}

function realSeats({ marks }: Payload): Seat[] {
  return marks.map((mark, number) => ({
    mark,
    number,
    x: mark.x,
    y: mark.y,
    isLeader: mark.leads === true,
  }));
}

/**
 * The formal tree says how many leaders a group has, which everybody may know, but not which of the marks of
 * the other view they are: so leaders take the seats in the middle, whoever sits there in the other view.
 */
function formalSeats({ clusters, marks }: Payload): Seat[] {
  return clusters.flatMap((cluster, number) => {
    const members = marks.flatMap((mark, index) => (mark.cluster === number ? [{ mark, number: index }] : []));
    const places = members
      .map(({ mark }) => ({ x: mark.x, y: mark.y }))
      .sort((one, other) => distance(one, cluster) - distance(other, cluster));
    const known = members.filter(({ mark }) => mark.leads === true);
    const others = members.filter(({ mark }) => mark.leads !== true);
    const unknown = others.filter(({ mark }) => mark.leads === undefined);
    const leaders = [...known, ...unknown.slice(0, Math.max(cluster.leaders - known.length, 0))];
    const rest = members.filter((member) => !leaders.includes(member));
    return [...leaders, ...rest].map((member, seat) => ({
      ...member,
      ...places[seat]!,
      isLeader: seat < leaders.length,
    }));
  });
}

function distance(place: { x: number; y: number }, cluster: Cluster): number {
  return Math.hypot(place.x - cluster.x, place.y - cluster.y);
}

/** Sigma finds its scale from nodes; where no people are drawn, clusters lend it their centres, unseen. */
function addCentres(graph: Graph, clusters: Cluster[]): void {
  clusters.forEach(({ x, y }, number) => graph.addNode(`cluster ${number}`, { x, y, size: 0, hidden: true }));
}

function addTies(graph: Graph, { ties, marks, clusters }: Payload): void {
  for (const [source, target] of ties) {
    const colour = branchColour(clusters[marks[source]!.cluster]!.branch);
    graph.addEdge(String(source), String(target), { size: 0.04, color: tinted(colour, 0.38), zIndex: 0 });
  }
}
