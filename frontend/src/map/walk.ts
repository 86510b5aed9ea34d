// Moving about with the arrow keys: to the nearest thing in that direction.
import type { Point } from "./types";

const DIRECTIONS: Record<string, Point> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};

/** Whether a key moves from mark to mark. */
export function isArrow(key: string): boolean {
  return key in DIRECTIONS;
}

/**
 * The number of the nearest place in the direction of an arrow key, within 45° if there is one, else within
 * 90°; null when nothing lies there.
 */
export function neighbour(places: Point[], from: number, key: string): number | null {
  const direction = DIRECTIONS[key];
  const start = places[from];
  if (!direction || !start) return null;
  const ahead = places.flatMap((place, number) => {
    const along = (place.x - start.x) * direction.x + (place.y - start.y) * direction.y;
    const aside = Math.abs((place.x - start.x) * direction.y) + Math.abs((place.y - start.y) * direction.x);
    return number !== from && along > 1e-9 ? [{ number, along, aside }] : [];
  });
  const cone = ahead.filter(({ along, aside }) => aside <= along);
  const candidates = cone.length ? cone : ahead;
  candidates.sort((one, other) => cost(one) - cost(other));
  return candidates[0]?.number ?? null;
}

function cost({ along, aside }: { along: number; aside: number }): number {
  return along + 2 * aside;
}
