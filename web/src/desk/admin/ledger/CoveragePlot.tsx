import { useI18n } from '../../app/i18n';
import { hoursText } from '../hours/WeekPlot';
import type { Hours } from '../shapes';
import { weekNumber } from './months';
import { plotOf, SERIES, type Group, type Plot } from './plot';

const WIDTH = 380;
const HEIGHT = 190;
const LEFT = 32;
const BOTTOM = 22;
const TOP = 10;
const FLOOR = HEIGHT - BOTTOM;
/** The widest a bar gets, when a month has few weeks. */
const WIDEST = 34;

/** Agreed, planned and worked side by side, week by week. The figures stand in the table below it. */
export function CoveragePlot({ weeks }: { weeks: readonly Hours[] }) {
  const { t, language } = useI18n();
  const plot = plotOf(weeks);
  const room = (WIDTH - LEFT) / Math.max(1, plot.groups.length);
  const told = plot.groups.map(({ key, values }) => {
    const [agreed = '', planned = '', worked = ''] = SERIES.map((one) => hoursText(values[one], language));
    return t('desk.admin.ledger.plot_week', { week: weekNumber(key), agreed, planned, worked });
  });
  return (
    <figure className="plot">
      <svg
        className="coverage"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('desk.admin.ledger.plot', { weeks: told.join('; ') })}
      >
        <Marks plot={plot} />
        {plot.groups.map((group, place) => (
          <Week key={group.key} group={group} left={LEFT + room * place} room={room} top={plot.top} />
        ))}
      </svg>
      <figcaption>
        <Legend />
      </figcaption>
    </figure>
  );
}

function heightOf(hours: number, top: number): number {
  return (FLOOR - TOP) * (hours / top);
}

/** The lines across, with their hours. */
function Marks({ plot }: { plot: Plot }) {
  const { language } = useI18n();
  return plot.marks.map((hours) => {
    const y = FLOOR - heightOf(hours, plot.top);
    return (
      <g key={hours}>
        <line className="coverage-mark" x1={LEFT} x2={WIDTH} y1={y} y2={y} />
        <text className="coverage-text" x={LEFT - 6} y={y + 4} textAnchor="end">
          {hoursText(hours, language)}
        </text>
      </g>
    );
  });
}

function Week({ group, left, room, top }: { group: Group; left: number; room: number; top: number }) {
  const bar = Math.min(WIDEST, (room * 0.75) / SERIES.length);
  const middle = left + room / 2;
  return (
    <g>
      {SERIES.map((one, index) => {
        const height = heightOf(group.values[one], top);
        const x = middle + bar * (index - SERIES.length / 2) + 1;
        return (
          height > 0 && (
            <rect
              key={one}
              className="coverage-bar"
              data-series={one}
              x={x}
              y={FLOOR - height}
              width={bar - 2}
              height={height}
            />
          )
        );
      })}
      <text className="coverage-text" x={middle} y={HEIGHT - 5} textAnchor="middle">
        {weekNumber(group.key)}
      </text>
    </g>
  );
}

function Legend() {
  const { t } = useI18n();
  return (
    <ul className="legend">
      {SERIES.map((one) => (
        <li key={one}>
          <svg className="legend-key" viewBox="0 0 16 16" aria-hidden="true">
            <rect className="coverage-bar" data-series={one} x="1" y="1" width="14" height="14" />
          </svg>
          {t(`desk.admin.ledger.${one}`)}
        </li>
      ))}
    </ul>
  );
}
