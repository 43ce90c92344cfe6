import { axisFor } from '../../admin/parts/axis';
import { useI18n } from '../../app/i18n';
import { numberText } from '../parts/numbers';
import { PlotTable, SeriesLegend, type BarRow } from '../parts/PairBars';
import { mostOf } from '../parts/scale';

const WIDTH = 480;
const HEIGHT = 190;
const LEFT = 40;
const BOTTOM = 22;
const TOP = 10;
const FLOOR = HEIGHT - BOTTOM;

interface HourPlotProps {
  title: string;
  series: readonly string[];
  rows: readonly BarRow[];
  textOf: (value: number) => string;
}

/** A figure hour by hour, a bar for each policy, and the same as a table. */
export function HourPlot({ title, series, rows, textOf }: HourPlotProps) {
  const { t, language } = useI18n();
  const axis = axisFor(mostOf(rows.flatMap(({ values }) => values)));
  const room = (WIDTH - LEFT) / Math.max(1, rows.length);
  return (
    <figure className="plot">
      <svg className="coverage" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {axis.marks.map((mark) => (
          <g key={mark}>
            <line className="coverage-mark" x1={LEFT} x2={WIDTH} y1={yOf(mark, axis.top)} y2={yOf(mark, axis.top)} />
            <text className="coverage-text" x={LEFT - 6} y={yOf(mark, axis.top) + 4} textAnchor="end">
              {numberText(mark, language)}
            </text>
          </g>
        ))}
        {rows.map((row, place) => (
          <Hour key={row.key} row={row} left={LEFT + room * place} room={room} top={axis.top} />
        ))}
      </svg>
      <figcaption>
        <SeriesLegend series={series} />
        <PlotTable title={title} first={t('desk.policy.hour_of_day')} series={series} rows={rows} textOf={textOf} />
      </figcaption>
    </figure>
  );
}

function yOf(value: number, top: number): number {
  return FLOOR - (FLOOR - TOP) * (value / top);
}

function Hour({ row, left, room, top }: { row: BarRow; left: number; room: number; top: number }) {
  const bar = (room * 0.8) / Math.max(1, row.values.length);
  return (
    <g>
      {row.values.map(
        (value, place) =>
          value !== undefined &&
          value > 0 && (
            <rect
              // The series stand in a fixed order.
              // oxlint-disable-next-line react/no-array-index-key
              key={place}
              className="hour-bar"
              data-series={place}
              x={left + room * 0.1 + bar * place + 1}
              y={yOf(value, top)}
              width={Math.max(1, bar - 2)}
              height={FLOOR - yOf(value, top)}
            />
          ),
      )}
      <text className="coverage-text" x={left + room / 2} y={HEIGHT - 5} textAnchor="middle">
        {row.name}
      </text>
    </g>
  );
}
