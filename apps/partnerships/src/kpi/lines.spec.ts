import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Code, Invalid, WholeNumber } from '#platform';
import { itemsOf } from './lines.js';

class Reading {
  @Code() site: string;
  @WholeNumber() value: number;
}

const bounds = { body: 10_000, line: 60, lines: 150 };
const read = (...chunks: (string | Buffer)[]) =>
  itemsOf(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), Reading, bounds);
const faults = async (...chunks: (string | Buffer)[]) => {
  const error = await read(...chunks).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Invalid)) throw error;
  return { listed: error.faults.map(({ says, ...place }) => ({ ...place, says: says.en })), more: error.more };
};
const line = (value: number) => `{"site":"Ø-1","value":${value}}`.replace('Ø', 'S');

describe('a body of lines', () => {
  it('is one item a line, wherever the chunks are cut and however the lines end', async () => {
    const whole = Buffer.from(`${line(1)}\r\n\n${line(2)}\n${line(3)}`);
    const expected = [1, 2, 3].map((value) => ({ site: 'S-1', value }));
    expect((await read(whole)).items).toEqual(expected);
    expect((await read(...Array.from(whole, (byte) => Buffer.of(byte)))).items).toEqual(expected);
    expect((await read('')).items).toEqual([]);
  });

  it('has the same digest for the same bytes', async () => {
    const [one, cut, other] = await Promise.all([
      read(line(1)),
      read(line(1).slice(0, 5), line(1).slice(5)),
      read(line(2)),
    ]);
    expect(cut.digest).toBe(one.digest);
    expect(other.digest).not.toBe(one.digest);
  });

  it('tells the faults of all lines, each with its number', async () => {
    const long = `{"site":"${'x'.repeat(80)}","value":1}`;
    expect(
      await faults(
        [line(1), '{"site":', '{"site":"a b","value":-1}', long, '[]', `{"site":"S","value":1,"who":"x"}`].join('\n'),
      ),
    ).toEqual({
      listed: [
        { line: 2, pointer: '#', says: 'is not valid JSON in UTF-8' },
        { line: 3, pointer: '#/site', says: expect.stringContaining('must be a code') },
        { line: 3, pointer: '#/value', says: expect.stringContaining('must be a whole number') },
        { line: 4, pointer: '#', says: 'is longer than 60 bytes' },
        { line: 5, pointer: '#', says: 'must be an object' },
        { line: 6, pointer: '#/who', says: 'is not a field here' },
      ],
      more: 0,
    });
    expect((await faults(Buffer.from([0x22, 0xff, 0x22]))).listed).toEqual([
      { line: 1, pointer: '#', says: 'is not valid JSON in UTF-8' },
    ]);
  });

  it('lists so many faults and counts the rest', async () => {
    const { listed, more } = await faults('x\n'.repeat(130));
    expect([listed.length, more]).toEqual([100, 30]);
  });

  it('stops where there are too many lines, or too many bytes', async () => {
    expect((await faults(`${line(1)}\n`.repeat(151))).listed).toEqual([expect.objectContaining({ line: 151 })]);
    await expect(read(`${' '.repeat(40)}\n`.repeat(300))).rejects.toMatchObject({ statusCode: 413 });
  });

  it('says so when the caller goes away in the middle', async () => {
    const gone = new Readable({ read: () => undefined });
    gone.push(`${line(1)}\n`);
    setImmediate(() => gone.destroy(new Error('aborted')));
    await expect(itemsOf(gone, Reading, bounds)).rejects.toThrow(Invalid);
  });
});
