import type { Environment } from './shapes';

/** What is wrong with an organisation number. */
export type NumberFault = 'missing' | 'digits' | 'short' | 'long' | 'wrong' | 'made_up';

const DIGITS = 9;
const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2];
/** First digits of organisations that are there, and of those made up for tests. */
const REAL = '89';
const MADE_UP = '23';

/** An organisation number as it is sent: people write it in groups of three. */
export function plainNumber(text: string): string {
  return text.replaceAll(/\s/g, '');
}

/** An organisation number as people read it. */
export function groupedNumber(number: string): string {
  return number.replace(/^(\d{3})(\d{3})(\d{3})$/, '$1\u00a0$2\u00a0$3');
}

/** What is wrong with a number as it is typed; those of test populations are for the sandbox only. */
export function numberFault(text: string, environment: Environment): NumberFault | undefined {
  const number = plainNumber(text);
  if (number === '') return 'missing';
  if (!/^\d+$/.test(number)) return 'digits';
  if (number.length < DIGITS) return 'short';
  if (number.length > DIGITS) return 'long';
  if (!isNumber(number)) return 'wrong';
  return environment === 'production' && MADE_UP.includes(number.charAt(0)) ? 'made_up' : undefined;
}

/** Whether a fault is to be told while somebody still types: what is not finished is none yet. */
export function isToldAtOnce(fault: NumberFault): boolean {
  return fault !== 'missing' && fault !== 'short';
}

/** The last digit follows from the others (modulus 11). */
function isNumber(number: string): boolean {
  const sum = WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(number.charAt(place)), 0);
  const expected = (11 - (sum % 11)) % 11;
  return (REAL + MADE_UP).includes(number.charAt(0)) && expected === Number(number.charAt(DIGITS - 1));
}
