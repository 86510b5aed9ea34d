// What the server sends: the map as this reader may see it.

/** A group of enough people; a unit's own people, or several small units together. */
export interface Cluster {
  key: string;
  name: string;
  people: number;
  leaders: number;
  x: number;
  y: number;
  r: number;
  /** Number of the cluster of the unit above, if it has one. */
  above: number | null;
  /** Which main part of the organisation it belongs to. */
  branch: number;
}

/** A person. Without a name there is no telling who; `leads` is told for people who are known alone. */
export interface Mark {
  cluster: number;
  x: number;
  y: number;
  /** 0 to 3, or null where sizes would tell too much. */
  size: number | null;
  name?: string;
  me?: boolean;
  leads?: boolean;
}

export interface Payload {
  /** Names of the main parts of the organisation, by their number; empty for clusters outside all of them. */
  branches: Record<string, string>;
  clusters: Cluster[];
  /** Empty where there are too many people to draw: then clusters stand for them. */
  marks: Mark[];
  /** From cluster, to cluster, nominations in fives. */
  flows: [number, number, number][];
  /** From mark, to mark. */
  ties: [number, number][];
}

export type Mode = "real" | "formal" | "both";

/** Something that can be pointed at. */
export type Item = { kind: "cluster"; number: number } | { kind: "mark"; number: number };

export interface Point {
  x: number;
  y: number;
}

/** The words of the page, in the reader's language. */
export type Words = Record<string, string>;
