// The marks and ties of one mode as the graph that sigma draws.
import Graph from "graphology";
import { ME, branchColour, tinted } from "./palette";
import type { Island, Mark, Mode, Payload } from "./types";

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
    graph.addNode(String(seat.number), nodeAttributes(seat, mode, payload.islands));
  }
  if (mode !== "formal") addTies(graph, payload);
  if (!seats.length) addCentres(graph, payload.islands);
  return graph;
}

function nodeAttributes({ mark, x, y, isLeader }: Seat, mode: Mode, islands: Island[]) {
  const colour = mark.me ? ME : branchColour(islands[mark.island]!.branch);
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
function formalSeats({ islands, marks }: Payload): Seat[] {
  return islands.flatMap((island, number) => {
    const members = marks.flatMap((mark, index) => (mark.island === number ? [{ mark, number: index }] : []));
    const places = members
      .map(({ mark }) => ({ x: mark.x, y: mark.y }))
      .sort((one, other) => distance(one, island) - distance(other, island));
    const known = members.filter(({ mark }) => mark.leads === true);
    const others = members.filter(({ mark }) => mark.leads !== true);
    const unknown = others.filter(({ mark }) => mark.leads === undefined);
    const leaders = [...known, ...unknown.slice(0, Math.max(island.leaders - known.length, 0))];
    const rest = members.filter((member) => !leaders.includes(member));
    return [...leaders, ...rest].map((member, seat) => ({
      ...member,
      ...places[seat]!,
      isLeader: seat < leaders.length,
    }));
  });
}

function distance(place: { x: number; y: number }, island: Island): number {
  return Math.hypot(place.x - island.x, place.y - island.y);
}

/** Sigma finds its scale from nodes; where no people are drawn, islands lend it their centres, unseen. */
function addCentres(graph: Graph, islands: Island[]): void {
  islands.forEach(({ x, y }, number) => graph.addNode(`island ${number}`, { x, y, size: 0, hidden: true }));
}

function addTies(graph: Graph, { ties, marks, islands }: Payload): void {
  for (const [source, target] of ties) {
    const colour = branchColour(islands[marks[source]!.island]!.branch);
    graph.addEdge(String(source), String(target), { size: 0.04, color: tinted(colour, 0.38), zIndex: 0 });
  }
}
