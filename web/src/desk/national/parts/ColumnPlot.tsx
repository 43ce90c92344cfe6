import { axisFor } from '../../admin/parts/axis';
import { useI18n } from '../../app/i18n';
import { numberText } from './numbers';
import { PlotTable, SeriesLegend, type BarRow } from './PairBars';
import { mostOf } from './scale';

const WIDTH = 480;
const HEIGHT = 190;
/** Room for the numbers of the axis; long ones need more. */
const LEFT = 40;
const LEFT_FOR_LONG = 64;
const LONG = 100_000;
const BOTTOM = 22;
const TOP = 10;
const FLOOR = HEIGHT - BOTTOM;

interface ColumnPlotProps {
  title: string;
  /** What the columns are. */
  first: string;
  series: readonly string[];
  rows: readonly BarRow[];
  textOf: (value: number) => string;
}

/** A figure column by column, such as hours or days, a bar for each series, and the same as a table. */
export function ColumnPlot({ title, first, series, rows, textOf }: ColumnPlotProps) {
  const { language } = useI18n();
  const axis = axisFor(mostOf(rows.flatMap(({ values }) => values)));
  const left = axis.top < LONG ? LEFT : LEFT_FOR_LONG;
  const room = (WIDTH - left) / Math.max(1, rows.length);
  return (
    <figure className="plot">
      <svg className="coverage" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {axis.marks.map((mark) => (
          <g key={mark}>
            <line className="coverage-mark" x1={left} x2={WIDTH} y1={yOf(mark, axis.top)} y2={yOf(mark, axis.top)} />
            <text className="coverage-text" x={left - 6} y={yOf(mark, axis.top) + 4} textAnchor="end">
              {numberText(mark, language)}
            </text>
          </g>
        ))}
        {rows.map((row, place) => (
          <Column key={row.key} row={row} left={left + room * place} room={room} top={axis.top} />
        ))}
      </svg>
      <figcaption>
        <SeriesLegend series={series} />
        <PlotTable title={title} first={first} series={series} rows={rows} textOf={textOf} />
      </figcaption>
    </figure>
  );
}

function yOf(value: number, top: number): number {
  return FLOOR - (FLOOR - TOP) * (value / top);
}

function Column({ row, left, room, top }: { row: BarRow; left: number; room: number; top: number }) {
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
        {row.short ?? row.name}
      </text>
    </g>
  );
}
