// Calm colours, each at least 4.5 : 1 against white. Colour never stands alone: clusters carry their names.
const BRANCHES = [
  "#0b6e6e",
  "#3a6396",
  "#7a4e8a",
  "#5f6d24",
  "#a0522d",
  "#a04668",
  "#2f7048",
  "#7d5a10",
  "#4b5aa7",
  "#5b6470",
];

export const INK = "#1c2733";
export const QUIET = "#53606f";
export const PAPER = "#fbfcfa";
export const ME = "#b35900";
export const TREE = "#8a4b00";

/** The colour of a main part of the organisation. */
export function branchColour(branch: number): string {
  return BRANCHES[branch % BRANCHES.length] ?? QUIET;
}

/** The solid colour that a colour with an opacity would give on paper: WebGL would mix it brighter. */
export function tinted(colour: string, opacity: number): string {
  const part = (start: number) => {
    const [above, below] = [colour, PAPER].map((one) => Number.parseInt(one.slice(start, start + 2), 16));
    return Math.round(above! * opacity + below! * (1 - opacity)).toString(16).padStart(2, "0");
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

/** A colour with an opacity from 0 to 1. */
export function faded(colour: string, opacity: number): string {
  const part = (start: number) => Number.parseInt(colour.slice(start, start + 2), 16);
  return `rgba(${part(1)}, ${part(3)}, ${part(5)}, ${opacity})`;
}
