const LENGTH = 6;

/** What was typed, without spaces. */
export function digitsOf(typed: string): string {
  return typed.replaceAll(/\s/g, '');
}

/** What is wrong with a code while it is typed: `missing` only once it was `asked` for, `bad` as soon as it is. */
export function codeFault(typed: string, asked: boolean): 'missing' | 'bad' | undefined {
  const digits = digitsOf(typed);
  if (digits === '') return asked ? 'missing' : undefined;
  if (/\D/.test(digits) || digits.length > LENGTH) return 'bad';
  return asked && digits.length < LENGTH ? 'bad' : undefined;
}
