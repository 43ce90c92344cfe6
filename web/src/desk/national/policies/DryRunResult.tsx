import { Field, Label, Select } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { clockText } from '../../app/time';
import { ColumnPlot } from '../parts/ColumnPlot';
import { numberText, percentText } from '../parts/numbers';
import { PairBars } from '../parts/PairBars';
import type { DryRun, Really } from '../shapes';
import {
  HOUR_FIGURES,
  hourRows,
  loadRows,
  lossRows,
  reallySentence,
  shareRows,
  summary,
  unknownSentences,
  waitRows,
  type HourFigure,
} from './dryrun';
import { versionText } from './steps';
import { secondsText } from './words';

/** What the days came to: in sentences, as plots, and each plot as a table. */
export function DryRunResult({ result }: { result: DryRun }) {
  const i18n = useI18n();
  const { t, plural } = i18n;
  const { results } = result;
  const names = results.map(({ version }, place) =>
    place === 0 && results.length > 1
      ? t('desk.policy.this_one', { version: versionText(i18n, version) })
      : t('desk.policy.current_one', { version: versionText(i18n, version) }),
  );
  const seconds = (value: number) => secondsText(i18n, Math.round(value));
  return (
    <div className="stack">
      {result.really ? (
        <ReallySo really={result.really} days={result.days} />
      ) : (
        <p className="quiet">
          {plural('desk.policy.on_simulated', result.days)} {t('desk.policy.simulated_names')}
        </p>
      )}
      <ul className="differences">
        {summary(i18n, result).map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <Plots results={results} names={names} seconds={seconds} />
      <Hours results={results} series={names} seconds={seconds} />
    </div>
  );
}

/** How the recorded days went, and what a replay of them cannot know. */
function ReallySo({ really, days }: { really: Really; days: number }) {
  const i18n = useI18n();
  const { t, plural } = i18n;
  return (
    <div className="part">
      <p className="quiet">{plural('desk.policy.on_recorded', days)}</p>
      <h4 className="plot-title">{t('desk.policy.really')}</h4>
      <p>{reallySentence(i18n, really)}</p>
      <h4 className="plot-title">{t('desk.policy.really_unknown')}</h4>
      <ul className="differences">
        {unknownSentences(i18n, really).map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  );
}

interface PlotsProps {
  results: DryRun['results'];
  names: readonly string[];
  seconds: (value: number) => string;
}

function Plots({ results, names, seconds }: PlotsProps) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const figure = t('desk.policy.plot_figure');
  const centre = t('desk.national.agreements.centre');
  const percent = (value: number) => percentText(value, language, 1);
  const plots = [
    {
      title: t('desk.policy.plot_waits'),
      first: figure,
      rows: waitRows(i18n, results),
      textOf: seconds,
      shortOf: clockText,
    },
    { title: t('desk.policy.plot_lost'), first: figure, rows: lossRows(i18n, results), textOf: percent },
    {
      title: t('desk.policy.plot_shares'),
      first: centre,
      series: [t('desk.board.agreed'), ...names],
      looks: [2, 0, 1],
      rows: shareRows(results),
      textOf: percent,
    },
    { title: t('desk.policy.plot_load'), first: centre, rows: loadRows(results), textOf: percent },
  ];
  return (
    <div className="dry-run-plots">
      {plots.map((plot) => (
        <div key={plot.title} className="part">
          <h4 className="plot-title">{plot.title}</h4>
          <PairBars series={names} {...plot} />
        </div>
      ))}
    </div>
  );
}

interface HoursProps {
  results: DryRun['results'];
  series: readonly string[];
  seconds: (value: number) => string;
}

function Hours({ results, series, seconds }: HoursProps) {
  const { t, language } = useI18n();
  const [figure, setFigure] = useState<HourFigure>('mean_wait_s');
  const title = t('desk.policy.plot_hours');
  return (
    <div className="part">
      <h4 className="plot-title">{title}</h4>
      <Field className="short-field">
        <Label>{t('desk.policy.hour_figure')}</Label>
        <Select
          value={figure}
          onChange={(event) => {
            setFigure(event.target.value as HourFigure);
          }}
        >
          {HOUR_FIGURES.map((one) => (
            <Select.Option key={one} value={one}>
              {t(`desk.policy.hour.${one}`)}
            </Select.Option>
          ))}
        </Select>
      </Field>
      <ColumnPlot
        title={`${title}: ${t(`desk.policy.hour.${figure}`)}`}
        first={t('desk.policy.hour_of_day')}
        series={series}
        rows={hourRows(results, figure)}
        textOf={figure === 'mean_wait_s' ? seconds : (value) => numberText(value, language, 1)}
      />
    </div>
  );
}
