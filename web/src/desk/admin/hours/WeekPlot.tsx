import { WEEKDAYS } from '../../features/centre/week';
import { useI18n } from '../../app/i18n';
import { localesOf, today } from '../parts/dates';
import { marksOf, plotOf } from './plot';
import { hoursOf, type Row, type Service } from './rows';
import { capital, serviceText } from './words';

/** The week of one service to look at: a bar for each interval. */
export function WeekPlot({ rows, service }: { rows: readonly Row[]; service: Service }) {
  const i18n = useI18n();
  const { t, name } = i18n;
  const plot = plotOf(rows);
  const first = plot.firstHour * 60;
  const length = (plot.lastHour - plot.firstHour) * 60;
  const percent = (minutes: number) => `${((minutes - first) / length) * 100}%`;
  const hours = hoursText(hoursOf(rows, today()), i18n.language);
  return (
    <figure className="plot">
      <div
        className="plot-days"
        role="img"
        aria-label={t('desk.admin.hours.plot', { service: serviceText(i18n, service), hours })}
      >
        {WEEKDAYS.map((weekday) => (
          <div key={weekday} className="plot-day">
            <span className="plot-name">{capital(name('weekday', String(weekday))).slice(0, 3)}</span>
            <span className="plot-line">
              {marksOf(plot).map((hour) => (
                <span key={hour} className="plot-mark" style={{ insetInlineStart: percent(hour * 60) }} />
              ))}
              {plot.bars
                .filter((bar) => bar.weekday === weekday)
                .map(({ key, from, to, limited }) => (
                  <span
                    key={key}
                    className="plot-bar"
                    data-limited={limited || undefined}
                    style={{ insetInlineStart: percent(from), inlineSize: `${((to - from) / length) * 100}%` }}
                  />
                ))}
            </span>
          </div>
        ))}
        <div className="plot-day plot-axis">
          <span className="plot-name" />
          <span className="plot-line">
            {marksOf(plot).map((hour) => (
              <span key={hour} className="plot-hour" style={{ insetInlineStart: percent(hour * 60) }}>
                {hour}
              </span>
            ))}
          </span>
        </div>
      </div>
      <figcaption className="quiet">
        {t('desk.admin.hours.sum', { hours })}
        {plot.bars.some((bar) => bar.limited) && ` ${t('desk.admin.hours.dashed')}`}
      </figcaption>
    </figure>
  );
}

/** Hours with at most one decimal, as the language writes them. */
export function hoursText(hours: number, language: Parameters<typeof localesOf>[0]): string {
  return new Intl.NumberFormat(localesOf(language), { maximumFractionDigits: 1 }).format(hours);
}
