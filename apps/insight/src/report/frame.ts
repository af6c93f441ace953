import type { AsOf } from '../paging.js';
import { colours, inner, type Paper, page } from './paper.js';
import type { Writing } from './writing.js';

export interface Head {
  readonly kicker: string;
  readonly title: string;
  readonly facts: readonly string[];
  readonly day: string;
}

/** The title of a page and what it is about; answers where the page goes on. */
export function head(paper: Paper, writing: Writing, { kicker, title, facts, day }: Head): number {
  const x = page.margin;
  paper.decoration((document) => {
    document.rect(0, 0, page.width, 6).fill(colours.blue);
  });
  paper.text(`Medspil · ${kicker}`, x, 26, inner / 2, { size: 8, colour: 'quiet' });
  paper.text(writing.day(day), x + inner / 2, 26, inner / 2, { size: 8, colour: 'quiet', align: 'right' });
  let y = 40;
  y += paper.text(title, x, y, inner, { size: 17, bold: true, lines: 2, tag: 'H1' });
  y += paper.text(facts.join(' · '), x, y + 1, inner, { size: 9, colour: 'quiet' }) + 10;
  return y;
}

/** The heading of a part, on a line of its own; answers where the part begins. */
export function heading(paper: Paper, text: string, x: number, y: number, width: number): number {
  paper.decoration((document) => {
    document.rect(x, y, width, 0.8).fill(colours.blue);
  });
  return y + 5 + paper.text(text, x, y + 4, width, { size: 9, bold: true, colour: 'blue', tag: 'H2' }) + 2;
}

/** How many more there are than what is shown; answers where the page goes on. */
export function more(paper: Paper, writing: Writing, count: number, x: number, y: number): number {
  if (count <= 0) return y;
  return (
    y + paper.text(writing.say(`and ${count} more`, `og ${count} mere`), x, y, 200, { size: 7.5, colour: 'quiet' })
  );
}

/** As of when the page is, at its foot. */
export function foot(paper: Paper, writing: Writing, { time, position }: AsOf): void {
  const y = page.height - 34;
  paper.decoration((document) => {
    document.rect(page.margin, y - 5, inner, 0.5).fill(colours.line);
  });
  const asOf = writing.say(
    `As of ${writing.time(time)} (${time}), position ${position}`,
    `Opgjort ${writing.time(time)} (${time}), position ${position}`,
  );
  const marked = writing.say('* no source gives this value', '* ingen kilde angiver værdien');
  paper.text(asOf, page.margin, y, inner * 0.7, { size: 7, colour: 'quiet' });
  paper.text(marked, page.margin + inner * 0.7, y, inner * 0.3, { size: 7, colour: 'quiet', align: 'right' });
}
