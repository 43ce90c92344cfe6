import { expect, test } from 'vitest';
import { emptyList, listText } from './file';

const bytes = (...codes: number[]) => new Uint8Array(codes);

test('a list is read however the spreadsheet saved it', () => {
  expect(listText(new TextEncoder().encode('Åse Østby'))).toBe('Åse Østby');
  expect(listText(bytes(0xef, 0xbb, 0xbf, 0x41))).toBe('A');
  // Windows-1252, in which Å is one byte that UTF-8 does not know.
  expect(listText(bytes(0xc5, 0x73, 0x65))).toBe('Åse');
  expect(listText(bytes(0xff, 0xfe, 0xc5, 0x00, 0x73, 0x00))).toBe('Ås');
});

test('lines end alike whatever machine they come from', () => {
  expect(listText(new TextEncoder().encode('a\r\nb\rc\nd'))).toBe('a\nb\nc\nd');
});

test('the empty list has its columns and the mark of UTF-8', async () => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await emptyList().arrayBuffer());
  expect(text).toBe('\uFEFFemail;name;roles;alias;languages;topics;capacity_units;channels;works_from_home\r\n');
});
