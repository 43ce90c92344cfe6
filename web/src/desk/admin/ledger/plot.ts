import { axisFor } from '../parts/axis';
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
  return { groups, ...axisFor(most) };
}

function hours(seconds: number): number {
  return seconds / 3600;
}
