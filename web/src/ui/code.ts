const CODE = /^[0-9A-Z]{12}$/;

/** A code as the service writes it, `XXXX-XXXX-XXXX`, from whatever spacing and case was typed. */
export function tidyCode(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[\s–—-]/g, '');
  if (!CODE.test(letters)) return undefined;
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].join('-');
}
