import { Button, Field, Label, Select } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Me } from '../../../api/shapes';
import { dateText } from '../../admin/parts/dates';
import { SaveFile } from '../../admin/parts/SaveFile';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { Head } from '../Head';
import { percentText } from '../parts/numbers';
import { secondsText } from '../policies/words';
import type { Forecast } from '../shapes';
import { CentreParts, ForecastGrounds, ForecastNotes, NoForecast } from './About';
import { FIRST_QUESTION, forecast, forecastFile, type ForecastQuestion } from './api';
import { DayPlot, ForecastLegend } from './DayPlot';
import { DayTables } from './DayTables';
import { mostAt, reachOf, weeksOf } from './week';
import { weekSentences } from './words';

/** How many will come, how many counsellors that takes, and whether the rotas have them. */
export function ForecastPage({ me, api }: { me: Me; api: StaffApi }) {
  const { t } = useI18n();
  const [question, setQuestion] = useState(FIRST_QUESTION);
  // Another target is looked at in the same week.
  const [place, setPlace] = useState(0);
  const { channel, within, answered } = question;
  const loaded = useLoaded(`national/forecast/${channel}/${within}/${answered}`, () => forecast(api.client, question));
  return (
    <main className="reading admin-section forecast">
      <Head title={t('desk.forecast.title')} lead={t('desk.forecast.lead')} />
      <QuestionFields question={question} onChange={setQuestion} />
      <Section loaded={loaded}>
        {(value) => (
          <>
            {value.items.length === 0 ? (
              <NoForecast forecast={value} />
            ) : (
              <Weeks forecast={value} place={place} onTurn={setPlace} />
            )}
            {value.items.length > 0 && me.actions.includes('forecast:export') && (
              <SaveFile text={t('desk.forecast.export')} fetch={() => forecastFile(api.client, question)} />
            )}
            {value.items.length > 0 && <CentreParts forecast={value} />}
            {value.history.open_days > 0 && <ForecastGrounds forecast={value} />}
          </>
        )}
      </Section>
    </main>
  );
}

const CHANNELS = ['chat', 'phone'] as const;
const WITHIN = [30, 60, 120, 300];
const ANSWERED = [70, 80, 90, 95];

interface QuestionFieldsProps {
  question: ForecastQuestion;
  onChange: (question: ForecastQuestion) => void;
}

function QuestionFields({ question, onChange }: QuestionFieldsProps) {
  const i18n = useI18n();
  const { t, name, language } = i18n;
  return (
    <div className="forecast-fields">
      <Choice
        label={t('desk.admin.word.channel')}
        value={question.channel}
        options={CHANNELS.map((channel) => ({ value: channel, text: name('channel', channel) }))}
        onChange={(channel) => {
          onChange({ ...question, channel: channel === 'phone' ? 'phone' : 'chat' });
        }}
      />
      <Choice
        label={t('desk.forecast.within')}
        value={String(question.within)}
        options={WITHIN.map((within) => ({ value: String(within), text: secondsText(i18n, within) }))}
        onChange={(within) => {
          onChange({ ...question, within: Number(within) });
        }}
      />
      <Choice
        label={t('desk.forecast.answered')}
        value={String(question.answered)}
        options={ANSWERED.map((part) => ({ value: String(part), text: percentText(part / 100, language) }))}
        onChange={(answered) => {
          onChange({ ...question, answered: Number(answered) });
        }}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Field data-size="sm">
      <Label>{label}</Label>
      <Select
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        {options.map((one) => (
          <Select.Option key={one.value} value={one.value}>
            {one.text}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}

interface WeeksProps {
  forecast: Forecast;
  place: number;
  onTurn: (place: number) => void;
}

/** One week after the other. */
function Weeks({ forecast: value, place, onTurn }: WeeksProps) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const weeks = weeksOf(value.items);
  const week = weeks[Math.min(place, weeks.length - 1)];
  if (week === undefined) return null;
  const { days } = week;
  const [first, last] = [days[0]?.on ?? '', days.at(-1)?.on ?? ''];
  const title = t('desk.forecast.week', {
    week: week.number,
    from: dateText(first, language),
    until: dateText(last, language),
  });
  return (
    <section className="part" aria-labelledby="forecast-week">
      <div className="row">
        <WeekButton
          text={t('desk.forecast.earlier')}
          disabled={place === 0}
          onPress={() => {
            onTurn(place - 1);
          }}
        />
        <WeekButton
          text={t('desk.forecast.later')}
          disabled={place >= weeks.length - 1}
          onPress={() => {
            onTurn(place + 1);
          }}
        />
      </div>
      <div role="status">
        <h2 id="forecast-week" className="part-title">
          {title}
        </h2>
        {weekSentences(i18n, days).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <ForecastNotes forecast={value} />
      <div role="group" aria-label={t('desk.forecast.plot', { week: week.number })}>
        <ForecastLegend />
        <div className="forecast-days">
          {days.map((day) => (
            <DayPlot key={day.on} day={day} reach={reachOf(days)} most={mostAt(days)} />
          ))}
        </div>
      </div>
      <DayTables days={days} />
    </section>
  );
}

/** Stays reachable at the end, so that the focus is not lost. */
function WeekButton({ text, disabled, onPress }: { text: string; disabled: boolean; onPress: () => void }) {
  return (
    <Button
      data-size="sm"
      variant="secondary"
      aria-disabled={disabled || undefined}
      onClick={() => {
        if (!disabled) onPress();
      }}
    >
      {text}
    </Button>
  );
}
