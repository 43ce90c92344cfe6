/** The largest of the values there are; never 0, so that it can be divided by. */
export function mostOf(values: readonly (number | undefined)[]): number {
  const most = Math.max(0, ...values.filter((value) => value !== undefined));
  return most > 0 ? most : 1;
}

/** How long a bar is, in percent of its room. What is there but tiny is still seen. */
export function lengthOf(value: number, most: number): number {
  if (value <= 0) return 0;
  return Math.max(0.5, Math.min(100, (value / most) * 100));
}
