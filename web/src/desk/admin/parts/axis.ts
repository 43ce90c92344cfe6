interface Axis {
  /** Round numbers from 0 up; the last is the top. */
  marks: number[];
  top: number;
}

/** An axis on which `most` has room, with at most five steps. */
export function axisFor(most: number): Axis {
  const step = stepFor(most);
  const count = Math.max(1, Math.ceil(most / step));
  return { marks: Array.from({ length: count + 1 }, (_, index) => index * step), top: count * step };
}

/** 1, 2, 5, 10, 20, 50 and so on. */
function stepFor(most: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) {
      if (most / (digit * power) <= 5) return digit * power;
    }
  }
}
