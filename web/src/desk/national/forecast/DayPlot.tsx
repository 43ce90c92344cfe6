import { useId } from 'react';
import { axisFor } from '../../admin/parts/axis';
import { useI18n } from '../../app/i18n';
import type { ForecastDay } from '../shapes';
import { columnsOf, type Column } from './week';
import { dayState, dayText } from './words';

const WIDTH = 320;
const HEIGHT = 130;
const LEFT = 26;
const TOP = 8;
const BOTTOM = 20;
const FLOOR = HEIGHT - BOTTOM;
/** Hours between the marks below. */
const HOURS = 3;

interface DayPlotProps {
  day: ForecastDay;
  reach: { first: number; last: number };
  /** The most counsellors of the week, so that its days can be compared. */
  most: number;
}

/** A day's rota as bars, the need as a line, and what is missing hatched between them. The figures stand in the table. */
export function DayPlot({ day, reach, most }: DayPlotProps) {
  const i18n = useI18n();
  return (
    <figure className="plot day-plot" data-missing={day.missing_hours > 0 || undefined}>
      <figcaption>
        <strong>{dayText(i18n, day.on)}</strong>
        {day.peak !== undefined && <span className="quiet"> {i18n.name('desk.forecast.peak', day.peak)}</span>}
        <br />
        {day.missing_hours > 0 && <span aria-hidden="true">⚠ </span>}
        {dayState(i18n, day)}
      </figcaption>
      {!day.closed && <Drawing columns={columnsOf(day, reach)} most={most} />}
    </figure>
  );
}

function Drawing({ columns, most }: { columns: readonly Column[]; most: number }) {
  const hatch = useId();
  const axis = axisFor(most);
  const room = (WIDTH - LEFT) / Math.max(1, columns.length);
  const x = (place: number) => LEFT + room * place;
  const y = (count: number) => FLOOR - (FLOOR - TOP) * (count / axis.top);
  const steps = (of: (column: Column) => number) =>
    columns.map((column, place) => `${place === 0 ? 'M' : 'L'}${x(place)} ${y(of(column))}H${x(place + 1)}`).join('');
  return (
    <svg className="coverage day-coverage" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <Hatch id={hatch} />
      {axis.marks.map((mark) => (
        <g key={mark}>
          <line className="coverage-mark" x1={LEFT} x2={WIDTH} y1={y(mark)} y2={y(mark)} />
          <text className="coverage-text" x={LEFT - 5} y={y(mark) + 4} textAnchor="end">
            {mark}
          </text>
        </g>
      ))}
      {columns.map((column, place) => (
        <g key={column.halfHour}>
          <rect
            className="forecast-planned"
            x={x(place)}
            width={room}
            y={y(column.planned)}
            height={FLOOR - y(column.planned)}
          />
          {column.needed > column.planned && (
            <rect
              className="forecast-missing"
              fill={`url(#${hatch})`}
              x={x(place)}
              width={room}
              y={y(column.needed)}
              height={y(column.planned) - y(column.needed)}
            />
          )}
          {column.halfHour % (HOURS * 2) === 0 && (
            <text className="coverage-text" x={x(place)} y={HEIGHT - 5} textAnchor={place === 0 ? 'start' : 'middle'}>
              {String(column.halfHour / 2).padStart(2, '0')}
            </text>
          )}
        </g>
      ))}
      <path className="forecast-high" d={steps((column) => column.high)} />
      <path className="forecast-needed" d={steps((column) => column.needed)} />
    </svg>
  );
}

/** Strokes across, which tell a shortage without colour. */
function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="forecast-hatch-ground" width="6" height="6" />
        <line className="forecast-hatch" x1="0" x2="0" y1="0" y2="6" />
      </pattern>
    </defs>
  );
}

/** What is what in the plots. */
export function ForecastLegend() {
  const { t } = useI18n();
  const hatch = useId();
  return (
    <ul className="legend" aria-hidden="true">
      <li>
        <svg className="legend-key" viewBox="0 0 16 16">
          <rect className="forecast-planned" x="1" y="1" width="14" height="14" />
        </svg>
        {t('desk.forecast.legend_planned')}
      </li>
      <li>
        <svg className="legend-key" viewBox="0 0 16 16">
          <path className="forecast-needed" d="M0 12H8V4H16" />
        </svg>
        {t('desk.forecast.legend_needed')}
      </li>
      <li>
        <svg className="legend-key" viewBox="0 0 16 16">
          <path className="forecast-high" d="M0 12H8V4H16" />
        </svg>
        {t('desk.forecast.legend_high')}
      </li>
      <li>
        <svg className="legend-key" viewBox="0 0 16 16">
          <Hatch id={hatch} />
          <rect className="forecast-missing" fill={`url(#${hatch})`} x="1" y="1" width="14" height="14" />
        </svg>
        {t('desk.forecast.legend_missing')}
      </li>
    </ul>
  );
}
