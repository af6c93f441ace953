import { type Colour, colours, type Paper } from './paper.js';

/** Where a picture stands. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Places values between two ends; the same value on both sides stands in the middle. */
function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

export interface Bullet {
  readonly baseline: number | undefined;
  readonly actual: number | undefined;
  readonly target: number | undefined;
  readonly bound: string | undefined;
  readonly colour: Colour;
}

/** From baseline over the actual figure to the target, on one track. Draws nothing where there is nothing to compare. */
export function bullet(
  paper: Paper,
  { x, y, width, height }: Box,
  { baseline, actual, target, bound, colour }: Bullet,
  says: string,
): void {
  const known = [baseline, actual, target].filter((value) => value !== undefined);
  if (known.length < 2) return;
  const at = scale(known, x + 7, x + width - 7);
  const middle = y + height / 2;
  paper.picture(says, (document) => {
    document.roundedRect(x, middle - 2, width, 4, 2).fill(colours.ground);
    if (baseline !== undefined && actual !== undefined) {
      const [left, right] = [Math.min(at(baseline), at(actual)), Math.max(at(baseline), at(actual))];
      document.rect(left, middle - 2, right - left, 4).fill(colours.paleBlue);
    }
    if (baseline !== undefined) document.rect(at(baseline) - 0.5, y, 1, height).fill(colours.quiet);
    if (target !== undefined) document.rect(at(target) - 1.25, y, 2.5, height).fill(colours.ink);
    if (actual === undefined) return;
    const here = at(actual);
    document.circle(here, middle, 3.4).lineWidth(1).fillAndStroke(colours[colour], '#ffffff');
    const way = bound === 'at-least' ? 1 : bound === 'at-most' ? -1 : 0;
    if (way !== 0) {
      document
        .moveTo(here + way * 4.5, middle - 2.6)
        .lineTo(here + way * 7.5, middle)
        .lineTo(here + way * 4.5, middle + 2.6)
        .fill(colours[colour]);
    }
  });
}

/** A share of a whole as a bar, and a smaller share within it darker. */
export function bar(
  paper: Paper,
  { x, y, width, height }: Box,
  shares: { readonly outer: number; readonly inner: number },
  says: string,
): void {
  const within = (share: number) => Math.max(0, Math.min(1, share)) * width;
  paper.picture(says, (document) => {
    document.rect(x, y, width, height).fill(colours.ground);
    document.rect(x, y, within(shares.outer), height).fill(colours.paleBlue);
    document.rect(x, y, within(shares.inner), height).fill(colours.blue);
    document.rect(x, y, width, height).lineWidth(0.5).stroke(colours.line);
  });
}

export interface Course {
  /** In order of time; a period without a figure is a gap. */
  readonly points: readonly (number | undefined)[];
  readonly baseline: number | undefined;
  readonly target: number | undefined;
}

/** Figures over time, with baseline (dashed) and target (full) as levels. Answers where a value stands. */
export function line(
  paper: Paper,
  { x, y, width, height }: Box,
  course: Course,
  says: string,
): (value: number) => number {
  const { points, baseline, target } = course;
  const known = [...points, baseline, target].filter((value) => value !== undefined);
  const level = scale(known, y + height - 4, y + 4);
  const across = (n: number) =>
    points.length === 1 ? x + width / 2 : x + 5 + (n / (points.length - 1)) * (width - 10);
  paper.picture(says, (document) => {
    document.rect(x, y, width, height).lineWidth(0.5).stroke(colours.line);
    if (baseline !== undefined) {
      document
        .moveTo(x, level(baseline))
        .lineTo(x + width, level(baseline))
        .dash(3, { space: 2 })
        .lineWidth(0.8);
      document.stroke(colours.quiet).undash();
    }
    if (target !== undefined) {
      document
        .moveTo(x, level(target))
        .lineTo(x + width, level(target))
        .lineWidth(1.2)
        .stroke(colours.ink);
    }
    for (const [n, value] of points.entries()) {
      const before = points[n - 1];
      if (value === undefined) continue;
      if (before !== undefined) {
        document
          .moveTo(across(n - 1), level(before))
          .lineTo(across(n), level(value))
          .lineWidth(1.4)
          .stroke(colours.blue);
      }
    }
    for (const [n, value] of points.entries()) {
      if (value !== undefined) document.circle(across(n), level(value), 2.2).fill(colours.blue);
    }
  });
  return level;
}

/** The traffic light as a shape of its own for each colour: a square, a triangle, a disc. */
export function light(paper: Paper, { x, y, height: size }: Omit<Box, 'width'>, colour: string, says: string): void {
  paper.picture(says, (document) => {
    if (colour === 'red') document.rect(x, y, size, size).fill(colours.red);
    else if (colour === 'amber')
      document.polygon([x, y + size], [x + size / 2, y], [x + size, y + size]).fill(colours.amber);
    else document.circle(x + size / 2, y + size / 2, size / 2).fill(colours.green);
  });
}
