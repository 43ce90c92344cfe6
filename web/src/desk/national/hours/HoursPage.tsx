import { Alert, Button, Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useMemo, useState, type SubmitEvent } from 'react';
import { dateText, today } from '../../admin/parts/dates';
import { Done, useDeeds } from '../../admin/parts/Done';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import type { Versioned } from '../../api/client';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { addDays } from '../../features/rota/wall';
import { Head } from '../Head';
import { CHANNELS } from '../overrides/words';
import type { NationalHours, StaffingMinimum } from '../shapes';
import { HoursApi } from './api';
import { stretchText } from './grid';
import { HoursGrid, HoursTable } from './HoursGrid';

const WEEKS = [0, 1, 2, 3] as const;

/** When the national queue is open, by how many centres, and where they are too few. */
export function HoursPage({ api, changeable }: { api: StaffApi; changeable: boolean }) {
  const { t } = useI18n();
  const hours = useMemo(() => new HoursApi(api.client), [api]);
  const [channel, setChannel] = useState<string>('chat');
  const [from, setFrom] = useState(today);
  const week = useLoaded(`national/hours/${channel}/${from}`, () => hours.week(channel, from));
  const minimum = useLoaded('national/staffing', () => hours.minimum());
  return (
    <main className="reading stack">
      <Head title={t('desk.hours.title')} lead={t('desk.hours.lead')} />
      <Choice channel={channel} onChannel={setChannel} from={from} onFrom={setFrom} />
      <Section loaded={week}>{(value) => <Week hours={value} />}</Section>
      <section className="stack" aria-labelledby="staffing">
        <h2 id="staffing" className="part-title">
          {t('desk.hours.minimum')}
        </h2>
        <p className="quiet">{t('desk.hours.minimum_means')}</p>
        <Section loaded={minimum}>
          {(first) =>
            changeable ? (
              <MinimumForm first={first} hours={hours} onSaved={week.again} />
            ) : (
              <p>{t('desk.hours.minimum_is', { count: first.value.centres })}</p>
            )
          }
        </Section>
      </section>
      <p>
        <PageLink className="ds-link" to={pathOf('national', 'closed-days')}>
          {t('desk.hours.closed_days')}
        </PageLink>
      </p>
    </main>
  );
}

interface ChoiceProps {
  channel: string;
  onChannel: (channel: string) => void;
  /** The first day of the week. */
  from: string;
  onFrom: (date: string) => void;
}

/** Of which channel and which week. */
function Choice({ channel, onChannel, from, onFrom }: ChoiceProps) {
  const { t, name, language } = useI18n();
  return (
    <div className="row">
      <Field data-size="sm">
        <Label>{t('desk.admin.word.channel')}</Label>
        <Select
          value={channel}
          onChange={(event) => {
            onChannel(event.target.value);
          }}
        >
          {CHANNELS.map((one) => (
            <Select.Option key={one} value={one}>
              {name('channel', one)}
            </Select.Option>
          ))}
        </Select>
      </Field>
      <Field data-size="sm">
        <Label>{t('desk.hours.from')}</Label>
        <Select
          value={from}
          onChange={(event) => {
            onFrom(event.target.value);
          }}
        >
          {WEEKS.map((ahead) => addDays(today(), ahead * 7)).map((date) => (
            <Select.Option key={date} value={date}>
              {dateText(date, language)}
            </Select.Option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

function Week({ hours }: { hours: NationalHours }) {
  return (
    <>
      <Gaps hours={hours} />
      <HoursGrid hours={hours} />
      <HoursTable hours={hours} />
    </>
  );
}

/** Where the queue is open and too few centres are. */
function Gaps({ hours: { days, minimum } }: { hours: NationalHours }) {
  const { t, language, plural } = useI18n();
  const gaps = days.flatMap(({ date, gaps: own }) => own.map((gap) => ({ date, gap })));
  if (days.every(({ halves }) => halves.length === 0)) return <p className="quiet">{t('desk.hours.closed_all')}</p>;
  if (gaps.length === 0) return <Alert data-color="success">{t('desk.hours.no_gaps', { count: minimum })}</Alert>;
  return (
    <Alert data-color="warning">
      <p>{plural('desk.hours.gaps', gaps.length)}</p>
      <ul className="consequences">
        {gaps.map(({ date, gap }) => (
          <li key={gap.starts_at}>
            {t('desk.hours.gap', {
              date: dateText(date, language),
              time: stretchText(gap),
              count: gap.centres,
              minimum,
            })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

interface MinimumFormProps {
  first: Versioned<StaffingMinimum>;
  hours: HoursApi;
  onSaved: () => void;
}

function MinimumForm({ first, hours, onSaved }: MinimumFormProps) {
  const { t } = useI18n();
  const [held, setHeld] = useState(first);
  const [text, setText] = useState(String(first.value.centres));
  const deeds = useDeeds();
  const task = useTask();
  const isWhole = /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100;
  useUnsaved(text !== String(held.value.centres));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (task.busy || !isWhole) return;
    void task.run(async () => {
      setHeld(await hours.setMinimum(Number(text), held.version));
      deeds.tell({ text: t('desk.hours.minimum_saved'), keepsFocus: true });
      onSaved();
    });
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Textfield
        className="short-field"
        label={t('desk.hours.minimum_centres')}
        inputMode="numeric"
        value={text}
        error={!isWhole && t('desk.admin.retention.number_bad', { least: 1, most: 100 })}
        onChange={(event) => {
          setText(event.target.value);
          deeds.tell(undefined);
        }}
      />
      <ProblemLine problem={task.problem} />
      <Done {...deeds} />
      <div>
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.admin.save')}
        </Button>
      </div>
    </form>
  );
}
