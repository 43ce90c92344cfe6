import type { Hours } from '../shapes';

export const SERIES = ['agreed', 'planned', 'worked'] as const;
export type Series = (typeof SERIES)[number];

/** What is drawn of a week, in hours. */
export interface Group {
  key: string;
  values: Readonly<Record<Series, number>>;
}

export interface Plot {
  groups: Group[];
  /** The lines across, in hours; the last is the top. */
  marks: number[];
  top: number;
}

/** The weeks as groups of bars, and an axis whose marks are round numbers. */
export function plotOf(weeks: readonly Hours[]): Plot {
  const groups = weeks.map((week) => ({
    key: week.from,
    values: {
      agreed: hours(week.agreed_seconds ?? 0),
      planned: hours(week.planned_seconds ?? 0),
      worked: hours(week.worked_seconds),
    },
  }));
  const most = Math.max(1, ...groups.flatMap(({ values }) => SERIES.map((one) => values[one])));
  const step = stepFor(most);
  const count = Math.ceil(most / step);
  return {
    groups,
    marks: Array.from({ length: count + 1 }, (_, index) => index * step),
    top: count * step,
  };
}

/** 1, 2, 5, 10, 20, 50 and so on: at most five marks. */
function stepFor(most: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) {
      if (most / (digit * power) <= 5) return digit * power;
    }
  }
}

function hours(seconds: number): number {
  return seconds / 3600;
}
