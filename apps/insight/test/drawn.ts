import { extractText, getDocumentProxy, getResolvedPDFJS } from 'unpdf';

/** One thing drawn: how, in which colours, along what, and the corners of what it covers, in points from the top left. */
export interface Shape {
  readonly drawn: 'fill' | 'stroke' | 'fillStroke';
  readonly fill: string;
  readonly stroke: string;
  /** Moves, lines, curves and closes, a letter each: a triangle is `MLLZ`. */
  readonly outline: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A picture on a page: what it says to who cannot see it, and what is drawn of it, in order. */
export interface Picture {
  readonly says: string;
  readonly shapes: readonly Shape[];
}

// unpdf needs it to read a drawing, and Node has it from 21 on.
Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
  value(this: ArrayBuffer, length: number = this.byteLength) {
    return this.slice(0, length);
  },
  configurable: true,
});

const open = (pdf: Uint8Array) => getDocumentProxy(new Uint8Array(pdf));

/** The words of a PDF, with single blanks between. */
export async function wordsIn(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(await open(pdf), { mergePages: true });
  return text.replace(/\s+/g, ' ');
}

/** The pictures on the first page of a PDF, in the order they stand in it. */
export async function picturesIn(pdf: Uint8Array): Promise<readonly Picture[]> {
  const page = await (await open(pdf)).getPage(1);
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = await page.getOperatorList();
  const content = new Map<number, Shape[]>();
  let [within, fill, stroke] = [[] as Shape[], '', ''];
  const how = new Map<number, Shape['drawn']>([
    [OPS.fill, 'fill'],
    [OPS.stroke, 'stroke'],
    [OPS.fillStroke, 'fillStroke'],
  ]);
  for (const [n, operator] of fnArray.entries()) {
    const given = argsArray[n];
    if (operator === OPS.beginMarkedContentProps) {
      within = [];
      content.set(given[1], within);
    } else if (operator === OPS.endMarkedContent) within = [];
    else if (operator === OPS.setFillRGBColor) [fill] = given;
    else if (operator === OPS.setStrokeRGBColor) [stroke] = given;
    else if (operator === OPS.constructPath) {
      const [left, top, right, bottom] = given[2] as Float32Array;
      const drawn = how.get(given[0]);
      const corners = { left: left!, top: top!, right: right!, bottom: bottom! };
      if (drawn) within.push({ drawn, fill, stroke, outline: outlineOf(given[1][0]), ...corners });
    }
  }
  return figuresOf(await page.getStructTree()).map(({ says, id }) => ({ says, shapes: content.get(id) ?? [] }));
}

/** A path is a number for each step, followed by as many as that step takes. */
function outlineOf(path: Float32Array): string {
  const steps = [
    { letter: 'M', takes: 2 },
    { letter: 'L', takes: 2 },
    { letter: 'C', takes: 6 },
    { letter: 'Z', takes: 0 },
  ];
  let outline = '';
  for (let n = 0; n < path.length; ) {
    const { letter, takes } = steps[path[n]!]!;
    outline += letter;
    n += 1 + takes;
  }
  return outline;
}

interface Node {
  readonly role?: string;
  readonly alt?: string;
  readonly id?: string;
  readonly children?: readonly Node[];
}

function figuresOf({ role, alt = '', children = [] }: Node): readonly { says: string; id: number }[] {
  if (role !== 'Figure') return children.flatMap(figuresOf);
  return children.map(({ id }) => ({ says: alt, id: Number(/_mc(\d+)$/.exec(`${id}`)?.[1]) }));
}
