import { describe, expect, it } from '@jest/globals';
import { type Picture, picturesIn, type Shape } from '../../test/drawn.js';
import { bar, bullet, light, line } from './charts.js';
import { colours, Paper } from './paper.js';

const box = { x: 100, y: 200, width: 80, height: 20 };

async function drawn(draw: (paper: Paper) => void): Promise<Picture> {
  const paper = new Paper({ title: 'Prøve', language: 'da', at: new Date(0) });
  draw(paper);
  const pictures = await picturesIn(await paper.bytes());
  expect(pictures).toHaveLength(1);
  return pictures[0]!;
}
const filled = ({ shapes }: Picture, colour: string) =>
  shapes.filter((one) => one.drawn !== 'stroke' && one.fill === colour);
const stroked = ({ shapes }: Picture, colour: string) =>
  shapes.filter((one) => one.drawn === 'stroke' && one.stroke === colour);
const width = ({ left, right }: Shape) => right - left;
const across = ({ left, right }: Shape) => (left + right) / 2;
const down = ({ top, bottom }: Shape) => (top + bottom) / 2;

describe('a bar', () => {
  it.each([
    [1, 0.5, 80, 40],
    [0.25, 0.1, 20, 8],
    [0, 0, 0, 0],
    [1.5, -1, 80, 0],
  ])('of %d and %d of the whole is %d and %d long', async (outer, inner, long, short) => {
    const picture = await drawn((paper) => bar(paper, box, { outer, inner }, 'Betalt'));
    expect(picture.says).toBe('Betalt');
    expect(width(filled(picture, colours.paleBlue)[0]!)).toBeCloseTo(long);
    expect(width(filled(picture, colours.blue)[0]!)).toBeCloseTo(short);
    expect(filled(picture, colours.ground)).toMatchObject([{ left: 100, right: 180, top: 200, bottom: 220 }]);
  });
});

describe('a bullet', () => {
  const of = (known: { baseline?: number; actual?: number; target?: number }, bound?: string) =>
    drawn((paper) =>
      bullet(
        paper,
        box,
        { baseline: undefined, actual: undefined, target: undefined, ...known, bound, colour: 'green' },
        'KPI',
      ),
    );
  const where = (picture: Picture) =>
    [colours.quiet, colours.green, colours.ink].map((colour) => across(filled(picture, colour)[0]!));

  it('places the actual figure on the way from baseline to target', async () => {
    const half = where(await of({ baseline: 30, actual: 20, target: 10 }));
    const close = where(await of({ baseline: 30, actual: 15, target: 10 }));
    expect(half.map(Math.round)).toEqual([173, 140, 107]);
    expect(close.map(Math.round)).toEqual([173, 124, 107]);
  });

  it('goes beyond the target where the figure does', async () => {
    expect(where(await of({ baseline: 0, actual: 200, target: 100 })).map(Math.round)).toEqual([107, 173, 140]);
  });

  it('points the way a bound is open', async () => {
    const known = { baseline: 0, actual: 50, target: 100 };
    const [[disc, upwards], [, downwards], exact] = [
      filled(await of(known, 'at-least'), colours.green),
      filled(await of(known, 'at-most'), colours.green),
      filled(await of(known), colours.green),
    ];
    expect([across(upwards!) > across(disc!), across(downwards!) < across(disc!), exact!.length]).toEqual([
      true,
      true,
      1,
    ]);
  });
});

describe('a line', () => {
  const of = (points: readonly (number | undefined)[], baseline?: number, target?: number) =>
    drawn((paper) => line(paper, box, { points, baseline, target }, 'Forløb'));

  it('goes through its figures, from the first period to the last', async () => {
    const discs = filled(await of([10, 30, 20]), colours.blue);
    expect(discs.map(across).map(Math.round)).toEqual([105, 140, 175]);
    expect(discs.map(down).map(Math.round)).toEqual([216, 204, 210]);
  });

  it('has a gap where nothing is known', async () => {
    expect(stroked(await of([10, 30, 20, 25]), colours.blue)).toHaveLength(3);
    expect(stroked(await of([10, undefined, 20, 25]), colours.blue)).toHaveLength(1);
  });

  it('shows baseline and target as levels', async () => {
    const picture = await of([10], 30, 20);
    expect(stroked(picture, colours.quiet)).toMatchObject([{ left: 100, right: 180, top: 204, bottom: 204 }]);
    expect(stroked(picture, colours.ink)).toMatchObject([{ left: 100, right: 180, top: 210, bottom: 210 }]);
  });
});

describe('a light', () => {
  it.each([
    ['red', 'MLLLZ'],
    ['amber', 'MLLZ'],
    ['green', 'MCCCCZ'],
  ] as const)('of %s has a shape of its own', async (colour, outline) => {
    const { shapes } = await drawn((paper) => light(paper, { x: 100, y: 200, height: 7 }, colour, colour));
    expect(shapes).toMatchObject([{ drawn: 'fill', fill: colours[colour], outline }]);
  });
});
