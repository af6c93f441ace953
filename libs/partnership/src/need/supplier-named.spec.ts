import { describe, expect, it } from '@jest/globals';
import { supplierNamed } from './supplier-named.js';

describe('finding a supplier named in a text', () => {
  it.each([
    ['Borgerne bruger ABENA i dag', 'ABENA'],
    ['borgerne bruger abenas ble i dag', 'abena'],
    ['Teton.ai måler uro om natten', 'Teton.ai'],
    ['en løsning fra Nordlys ApS', 'Nordlys ApS'],
    ['en løsning fra Nordlys, a/s.', 'Nordlys, a/s'],
    ['as sold by Acme Ltd and others', 'Acme Ltd'],
    ['som hos Svensk Vård AB', 'Vård AB'],
    ['leverandøren (CVR-nr. 12 34 56 78)', 'CVR-nr. 12 34 56 78'],
    ['CVR:12345678', 'CVR:12345678'],
  ])('finds it in "%s"', (text, word) => {
    expect(supplierNamed(['nothing here', text], ['Abena A/S', 'Teton.ai'])).toBe(word);
  });

  it.each([
    'Hver tiende indlæggelse af borgere over 65 skyldes dehydrering',
    'abenaki er et folk',
    'kontrol a/s ordning',
    'journalnummer 12345678',
    'CVR 123456789',
    'tetonXai',
    'Dagvagter ABC',
  ])('finds none in "%s"', (text) => {
    expect(supplierNamed([text], ['Abena A/S', 'Teton.ai', ' '])).toBeUndefined();
  });
});
