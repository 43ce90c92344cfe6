import { expect, test } from 'vitest';
import { lacking, newcomerFaults } from './newcomer';

test('a password has twelve characters, however many bytes they are', () => {
  expect(lacking('kort')).toBe(8);
  expect(lacking('æøåæøåæøåæøå')).toBe(0);
  expect(lacking('😀'.repeat(11))).toBe(1);
});

test('name, length and repetition are each looked at', () => {
  expect([...newcomerFaults({ name: ' ', password: 'kort', again: 'kor' })]).toEqual([
    'name_missing',
    'password_short',
    'again_other',
  ]);
  const password = 'fire korte ord';
  expect(newcomerFaults({ name: 'Kari', password, again: password }).size).toBe(0);
});
