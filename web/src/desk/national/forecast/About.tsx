import { Alert } from '@digdir/designsystemet-react';
import { hoursText } from '../../admin/hours/WeekPlot';
import { useI18n } from '../../app/i18n';
import { percentText } from '../parts/numbers';
import type { Forecast } from '../shapes';
import { Figures } from './DayTables';
import { accuracySentences, basisSentences, noteSentences } from './words';

/** What is missing for a forecast, and how to come by it. */
export function NoForecast({ forecast }: { forecast: Forecast }) {
  const { t } = useI18n();
  const { open_days: days, needed_days: needed } = forecast.history;
  return (
    <Alert data-color="info">
      <h2 className="part-title">{t('desk.forecast.empty')}</h2>
      <p>{days === 0 ? t('desk.forecast.empty_none', { needed }) : t('desk.forecast.empty_few', { days, needed })}</p>
      <p>{t('desk.forecast.empty_import')}</p>
    </Alert>
  );
}

/** What to bear in mind before the figures are believed. */
export function ForecastNotes({ forecast }: { forecast: Forecast }) {
  const i18n = useI18n();
  const notes = noteSentences(i18n, forecast);
  if (notes.length === 0) return null;
  return (
    <Alert data-color="warning" data-size="sm">
      <strong>{i18n.t('desk.forecast.notes')}</strong>
      <ul className="differences">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Alert>
  );
}

/** How far the forecast was off, and what it rests on. */
export function ForecastGrounds({ forecast }: { forecast: Forecast }) {
  const i18n = useI18n();
  const { accuracy } = forecast;
  return (
    <div className="forecast-grounds">
      {accuracy && (
        <Sentences
          id="forecast-accuracy"
          title={i18n.t('desk.forecast.accuracy')}
          sentences={accuracySentences(i18n, accuracy)}
        />
      )}
      <Sentences id="forecast-basis" title={i18n.t('desk.forecast.basis')} sentences={basisSentences(i18n, forecast)} />
    </div>
  );
}

function Sentences({ id, title, sentences }: { id: string; title: string; sentences: readonly string[] }) {
  return (
    <section className="card part" aria-labelledby={id}>
      <h2 id={id} className="part-title">
        {title}
      </h2>
      <ul className="differences">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

/** What falls to each centre, beside what its rota gives. */
export function CentreParts({ forecast }: { forecast: Forecast }) {
  const { t, language } = useI18n();
  if (forecast.centres.length === 0) return null;
  return (
    <div className="part">
      <h2 id="forecast-centres" className="part-title">
        {t('desk.forecast.centres')}
      </h2>
      <p className="quiet">{t('desk.forecast.centres_means', { days: forecast.days })}</p>
      <Figures
        labelledBy="forecast-centres"
        titles={[
          t('desk.national.agreements.centre'),
          t('desk.forecast.agreed'),
          t('desk.forecast.due_hours'),
          t('desk.forecast.planned_hours'),
        ]}
        rows={forecast.centres.map((centre) => ({
          key: centre.centre_id,
          head: centre.name,
          cells: [
            percentText(centre.agreed, language, 1),
            hoursText(centre.due_hours, language),
            hoursText(centre.planned_hours, language),
          ],
        }))}
      />
    </div>
  );
}
