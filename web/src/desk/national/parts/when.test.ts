import { expect, test } from 'vitest';
import { instantOfWhen, NO_TIME, whenOf } from './when';

test('a date and a clock time are an instant in Norway', () => {
  expect(instantOfWhen({ date: '2027-04-15', time: '8:00' })).toBe('2027-04-15T06:00:00Z');
  expect(instantOfWhen({ date: '2027-01-15', time: '24:00' })).toBe('2027-01-15T23:00:00Z');
  expect(instantOfWhen({ date: '2027-04-15', time: '24:30' })).toBeUndefined();
  expect(instantOfWhen({ date: '', time: '08:00' })).toBeUndefined();
  expect(instantOfWhen({ date: '2027-04-15', time: 'åtte' })).toBeUndefined();
});

test('an instant is written as the clock in Norway shows it', () => {
  expect(whenOf('2027-04-15T06:05:00Z')).toEqual({ date: '2027-04-15', time: '08:05' });
  expect(whenOf(undefined)).toEqual(NO_TIME);
});
