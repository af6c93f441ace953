import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Language } from '#platform';

const font = (file: string) => createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${file}`);
const fonts = {
  plain: font('400Regular/Inter_400Regular.ttf'),
  bold: font('600SemiBold/Inter_600SemiBold.ttf'),
} as const;

export const colours = {
  ink: '#1c2733',
  quiet: '#566472',
  line: '#cfd7df',
  ground: '#eef2f6',
  blue: '#1f5a91',
  paleBlue: '#a9c4dd',
  red: '#b3261e',
  amber: '#8f5b00',
  green: '#1d6b3f',
} as const;
export type Colour = keyof typeof colours;

export interface Lettering {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: Colour;
  readonly align?: 'left' | 'right' | 'center';
  /** Most lines; 1 unless given. What does not fit is cut with an ellipsis. */
  readonly lines?: number;
  /** What it is for a screen reader: a paragraph unless given. */
  readonly tag?: 'H1' | 'H2' | 'P';
}

export interface About {
  readonly title: string;
  readonly language: Language;
  readonly at: Date;
}

/** Width, height and margin of the page, in points (A4). */
export const page = { width: 595.28, height: 841.89, margin: 40 } as const;
export const inner = page.width - 2 * page.margin;

type Document = InstanceType<typeof PDFDocument>;

/** One page of paper: whatever is put on it stays on it. The same drawing at the same time gives the same bytes. */
export class Paper {
  private readonly document: Document;
  private readonly root: PDFKit.PDFStructureElement;
  private readonly parts: Buffer[] = [];
  private readonly ended: Promise<void>;

  constructor({ title, language, at }: About) {
    this.document = new PDFDocument({
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      lang: language === 'da' ? 'da-DK' : 'en-GB',
      tagged: true,
      displayTitle: true,
      info: { Title: title, Creator: 'Medspil', Producer: 'Medspil', CreationDate: at, ModDate: at },
    });
    for (const [name, file] of Object.entries(fonts)) this.document.registerFont(name, file);
    this.document.on('data', (part: Buffer) => this.parts.push(part));
    this.ended = new Promise((resolve, reject) => this.document.on('end', resolve).on('error', reject));
    this.root = this.document.struct('Document');
    this.document.addStructure(this.root);
  }

  /** Writes a text; answers the height it took. */
  text(text: string, x: number, y: number, width: number, lettering: Lettering = {}): number {
    const { size = 8.5, bold = false, colour = 'ink', align = 'left', lines = 1, tag = 'P' } = lettering;
    this.document.font(bold ? 'bold' : 'plain').fontSize(size);
    const cut = this.cut(text.replace(/\s+/g, ' ').trim(), width, lines);
    const height = size * 1.3;
    if (cut.length === 0) return 0;
    this.tagged(tag, () => {
      for (const [n, line] of cut.entries()) {
        const free = width - this.document.widthOfString(line);
        const start = align === 'right' ? x + free : align === 'center' ? x + free / 2 : x;
        this.document
          .font(bold ? 'bold' : 'plain')
          .fontSize(size)
          .fillColor(colours[colour])
          .text(line, start, y + n * height, { lineBreak: false });
      }
    });
    return cut.length * height;
  }

  /** Draws a picture, with what it shows in words. */
  picture(says: string, draw: (document: Document) => void): void {
    this.root.add(this.document.struct('Figure', { alt: says }, () => draw(this.document)));
  }

  /** Draws what only divides and decorates. */
  decoration(draw: (document: Document) => void): void {
    this.document.markContent('Artifact', { type: 'Layout' });
    draw(this.document);
    this.document.endMarkedContent();
  }

  width(text: string, { size = 8.5, bold = false }: Lettering = {}): number {
    return this.document
      .font(bold ? 'bold' : 'plain')
      .fontSize(size)
      .widthOfString(text);
  }

  async bytes(): Promise<Buffer> {
    this.root.end();
    this.document.end();
    await this.ended;
    return Buffer.concat(this.parts);
  }

  private tagged(tag: string, draw: () => void): void {
    this.root.add(this.document.struct(tag, {}, draw));
  }

  /** The lines a text takes in a width, the last cut where it does not end. */
  private cut(text: string, width: number, most: number): readonly string[] {
    const lines: string[] = [];
    let rest = text;
    while (rest !== '' && lines.length < most) {
      const end = this.fitting(rest, width);
      if (end >= rest.length) {
        lines.push(rest);
        return lines;
      }
      if (lines.length === most - 1) {
        lines.push(`${rest.slice(0, this.fitting(rest, width - this.document.widthOfString('…'))).trimEnd()}…`);
        return lines;
      }
      const blank = rest.lastIndexOf(' ', end);
      lines.push(rest.slice(0, blank > 0 ? blank : end).trimEnd());
      rest = rest.slice(blank > 0 ? blank : end).trimStart();
    }
    return lines;
  }

  /** How much of a text fits a width; never half a character. */
  private fitting(text: string, width: number): number {
    // A character is at least a tenth of the line's size wide: more of the text need not be looked at.
    const some = [...text.slice(0, 600)];
    let [low, high] = [0, some.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.document.widthOfString(some.slice(0, middle).join('')) <= width) low = middle;
      else high = middle - 1;
    }
    return some.slice(0, Math.max(low, 1)).join('').length;
  }
}
