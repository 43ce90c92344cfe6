import { Field, Label, Select } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { dateText, today } from '../../admin/parts/dates';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { ColumnPlot } from '../parts/ColumnPlot';
import { numberText, percentText } from '../parts/numbers';
import { PairBars, type BarRow } from '../parts/PairBars';
import type { PartProps } from './part';
import type { UsageDay } from './shapes';
import { daysOf, operationRows, shareOf, totalOf, valuesOf, weeksOf, type Span } from './usage';
import { operationText } from './words';

const DAYS = 14;
/** As many as there are in what the service tells, 90 days. */
const WEEKS = 13;
const PERIODS = ['days', 'weeks'] as const;
type Period = (typeof PERIODS)[number];

/** How a partner uses what it was given, and how much of that goes wrong. */
export function UsageSection({ partner, partners }: PartProps) {
  const { t } = useI18n();
  const { id } = partner.value;
  const loaded = useLoaded(`national/partners/${id}/usage`, () => partners.usage(id));
  return (
    <Section loaded={loaded}>
      {({ items }) =>
        items.length === 0 ? <p className="quiet">{t('desk.partner.usage.none')}</p> : <Usage items={items} />
      }
    </Section>
  );
}

function Usage({ items }: { items: readonly UsageDay[] }) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const text = (value: number) => numberText(value, language);
  const series = [t('desk.partner.usage.answered'), t('desk.partner.usage.refused'), t('desk.partner.usage.failed')];
  const title = t('desk.partner.usage.by_operation');
  return (
    <>
      <Figures items={items} />
      <Course items={items} series={series} textOf={text} />
      <div className="part">
        <h3 className="plot-title">{title}</h3>
        <PairBars
          title={title}
          first={t('desk.partner.usage.operation')}
          series={series}
          rows={operationRows(items, (operation) => operationText(i18n, operation))}
          textOf={text}
        />
      </div>
    </>
  );
}

/** All calls of the time the service tells of. */
function Figures({ items }: { items: readonly UsageDay[] }) {
  const { t, language } = useI18n();
  const total = totalOf(items);
  const share = (part: number) => percentText(shareOf(part, total), language, 1);
  return (
    <dl className="figures wide">
      <div>
        <dt>{t('desk.partner.usage.calls')}</dt>
        <dd>{numberText(total.calls, language)}</dd>
      </div>
      {(['refused', 'failed'] as const).map((one) => (
        <div key={one}>
          <dt>{t(`desk.partner.usage.${one}`)}</dt>
          <dd>
            {numberText(total[one], language)} <small>({share(total[one])})</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface CourseProps {
  items: readonly UsageDay[];
  series: readonly string[];
  textOf: (value: number) => string;
}

/** The calls day by day or week by week. */
function Course({ items, series, textOf }: CourseProps) {
  const { t, language } = useI18n();
  const [period, setPeriod] = useState<Period>('days');
  const spans = period === 'days' ? daysOf(items, today(), DAYS) : weeksOf(items, today(), WEEKS);
  const title = t(`desk.partner.usage.${period}`);
  const nameOf = ({ from, until }: Span) =>
    from === until ? dateText(from, language) : `${dateText(from, language)} – ${dateText(until, language)}`;
  const rows: BarRow[] = spans.map((span) => ({
    key: span.from,
    name: nameOf(span),
    short: shortDate(span.from, period),
    values: valuesOf(span.total),
  }));
  return (
    <div className="part">
      <h3 className="plot-title">{t('desk.partner.usage.course')}</h3>
      <Field className="short-field">
        <Label>{t('desk.partner.usage.period')}</Label>
        <Select
          value={period}
          onChange={(event) => {
            setPeriod(PERIODS.find((one) => one === event.target.value) ?? 'days');
          }}
        >
          {PERIODS.map((one) => (
            <Select.Option key={one} value={one}>
              {t(`desk.partner.usage.${one}`)}
            </Select.Option>
          ))}
        </Select>
      </Field>
      <ColumnPlot
        title={title}
        first={t(period === 'days' ? 'desk.partner.usage.day' : 'desk.partner.usage.week')}
        series={series}
        rows={rows}
        textOf={textOf}
      />
    </div>
  );
}

/** The day of the month, for weeks with the month. */
function shortDate(date: string, period: Period): string {
  const [, month, day] = date.split('-').map(Number);
  return period === 'days' ? `${day}.` : `${day}.${month}.`;
}
