import { Heading } from '@digdir/designsystemet-react';
import { useI18n } from '../../../app/i18n';
import { Section } from '../../../app/Section';
import { useLoaded } from '../../../app/useLoaded';
import type { AdminApi } from '../../api';
import { namesOf, longDate } from '../../exceptions/ExceptionLines';
import { CHANNELS, MODULES, type Channel, type PreviewDay, type QueueKind } from '../../shapes';
import { localIn, timesOf } from './calendar';
import { sentenceOf, toldOf } from './told';

/** Days told of in words. */
const DAYS = 7;

interface AnswersProps {
  admin: AdminApi;
  queue: QueueKind;
  /** What is saved; when it becomes another, the answers are read anew. */
  saved: string;
}

/** The answers seekers will see, in the widget's own words: each of the coming days, each channel. */
export function Answers({ admin, queue, saved }: AnswersProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const loaded = useLoaded(`admin/answers/${queue}/${saved}`, () => readAnswers(admin, queue));
  return (
    <section className="stack" aria-labelledby="answers-title">
      <div>
        <Heading id="answers-title" level={3} data-size="2xs">
          {t('desk.admin.hours.answers.title')}
        </Heading>
        <p className="quiet">{t(`desk.admin.hours.answers.${queue}`)}</p>
      </div>
      <Section loaded={loaded}>
        {({ zone, channels }) => (
          <ul className="cards">
            {(channels[0]?.days ?? []).map(({ date }, place) => (
              <li key={date} className="card">
                <strong>{longDate(i18n, date)}</strong>
                <dl className="answers">
                  {channels.map(({ channel, days }) => (
                    <Answer key={channel} channel={channel} day={days[place]} zone={zone} />
                  ))}
                </dl>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </section>
  );
}

interface AnswerProps {
  channel: Channel;
  day: PreviewDay | undefined;
  zone: string;
}

function Answer({ channel, day, zone }: AnswerProps) {
  const i18n = useI18n();
  if (!day) return null;
  const told = toldOf(day);
  const sentence = sentenceOf(told, (reasons) => namesOf(i18n, reasons));
  const times = timesOf(day.date, told.open, localIn(zone));
  return (
    <div>
      <dt>{i18n.name('channel', channel)}</dt>
      <dd>
        {sentence === undefined
          ? i18n.t('desk.admin.hours.answers.open', { times: times.join(', ') })
          : i18n.said(sentence[0], { reason: sentence[1] })}
      </dd>
    </div>
  );
}

async function readAnswers(admin: AdminApi, queue: QueueKind) {
  const [centre, profile] = await Promise.all([admin.centre(), admin.profile()]);
  const off = new Set(
    MODULES.filter((one) => !profile.value.modules[one]).map((one) => (one === 'appointments' ? 'appointment' : one)),
  );
  const shown = CHANNELS.filter((one) => one !== 'appointment' && !off.has(one));
  const channels = await Promise.all(
    shown.map(async (channel) => {
      const { items } = await admin.hoursPreview({ queue, channel }, DAYS);
      return { channel, days: items };
    }),
  );
  return { zone: centre.value.time_zone, channels };
}
