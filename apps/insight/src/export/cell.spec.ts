import { describe, expect, it } from '@jest/globals';
import { cellText, cellValue } from './cell.js';

describe('a cell', () => {
  it.each([
    ['money', 1_250_50, '1250,50', 1250.5],
    ['money', -5, '-0,05', -0.05],
    ['money', 0, '0,00', 0],
    ['money', Number.MAX_SAFE_INTEGER, '90071992547409,91', '90071992547409.91'],
    ['percent', 1_234, '12,34', 0.1234],
    ['decimal', '3.9', '3,9', 3.9],
    ['decimal', '-0.000001', '-0,000001', -0.000001],
    ['decimal', '123456789012.123', '123456789012,123', 123456789012.123],
    ['decimal', '123456789012.1234', '123456789012,1234', '123456789012.1234'],
    ['whole', 7, '7', 7],
    ['flag', false, 'nej', false],
    ['date', '2026-03-31', '2026-03-31', new Date('2026-03-31T00:00:00Z')],
    ['instant', '2026-03-31T08:15:00.000Z', '2026-03-31T08:15:00.000Z', new Date('2026-03-31T08:15:00Z')],
    ['text', '0561', '0561', '0561'],
    ['text', undefined, '', null],
    ['decimal', undefined, '', null],
  ] as const)('of %s with %j is %j as text and %j in a sheet', (kind, value, text, cell) => {
    expect(cellText(kind, value, 'da')).toBe(text);
    expect(cellValue(kind, value)).toEqual(cell);
  });
});
