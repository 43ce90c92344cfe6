import { Button, Tag } from '@digdir/designsystemet-react';
import { useMemo, useState } from 'react';
import { LANGUAGES } from '../../../i18n/catalogue';
import { Confirm } from '../../admin/parts/Confirm';
import { minuteText } from '../../admin/parts/dates';
import { Done, useDeeds } from '../../admin/parts/Done';
import { focusTitle } from '../../admin/parts/focus';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useNow } from '../../app/time';
import { useLoaded } from '../../app/useLoaded';
import { Head } from '../Head';
import type { Notice } from '../shapes';
import { NoticeApi } from './api';
import { NoticeForm } from './NoticeForm';

/** What everybody should know just now: written, put in order and withdrawn. */
export function NoticesPage({ api }: { api: StaffApi }) {
  const { t } = useI18n();
  const notices = useMemo(() => new NoticeApi(api.client), [api]);
  const loaded = useLoaded('national/notices', () => notices.list());
  const deeds = useDeeds();
  const [writing, setWriting] = useState<Notice | 'new'>();
  const [withdrawing, setWithdrawing] = useState<Notice>();
  const settle = (text: string) => {
    setWriting(undefined);
    setWithdrawing(undefined);
    deeds.tell({ text });
    loaded.again();
  };
  return (
    <main className="reading stack">
      <Head title={t('desk.service_notice.title')} lead={t('desk.service_notice.lead')} />
      <Done {...deeds} />
      <Section loaded={loaded}>
        {({ items }) => <NoticeList items={items} onChange={setWriting} onWithdraw={setWithdrawing} />}
      </Section>
      {writing === undefined ? (
        <div>
          <Button
            data-size="sm"
            onClick={() => {
              setWriting('new');
            }}
          >
            {t('desk.service_notice.new')}
          </Button>
        </div>
      ) : (
        <NoticeForm
          key={writing === 'new' ? 'new' : writing.id}
          notice={writing === 'new' ? undefined : writing}
          notices={notices}
          onSaved={() => {
            settle(t('desk.service_notice.saved'));
          }}
          onCancel={() => {
            focusTitle();
            setWriting(undefined);
          }}
        />
      )}
      {withdrawing && (
        <WithdrawQuestion
          notice={withdrawing}
          notices={notices}
          onDone={settle}
          onClose={() => {
            setWithdrawing(undefined);
          }}
        />
      )}
    </main>
  );
}

interface WithdrawQuestionProps {
  notice: Notice;
  notices: NoticeApi;
  onDone: (text: string) => void;
  onClose: () => void;
}

function WithdrawQuestion({ notice, notices, onDone, onClose }: WithdrawQuestionProps) {
  const { t } = useI18n();
  return (
    <Confirm
      title={t('desk.service_notice.withdraw_title')}
      consequences={[t('desk.service_notice.withdraw_means')]}
      confirm={t('desk.service_notice.withdraw')}
      onConfirm={async () => {
        await notices.withdraw(notice.id);
        onDone(t('desk.service_notice.withdrawn'));
      }}
      onClose={onClose}
    />
  );
}

interface NoticeListProps {
  items: readonly Notice[];
  onChange: (notice: Notice) => void;
  onWithdraw: (notice: Notice) => void;
}

function NoticeList({ items, ...rest }: NoticeListProps) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.service_notice.none')}</p>;
  return (
    <ul className="cards">
      {items.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} {...rest} />
      ))}
    </ul>
  );
}

function NoticeCard({ notice, onChange, onWithdraw }: Omit<NoticeListProps, 'items'> & { notice: Notice }) {
  const { t, name } = useI18n();
  const text = notice.texts.nb ?? '';
  return (
    <li className="card stack">
      <p className="row">
        <Tag data-size="sm" data-color={notice.kind === 'sudden' ? 'danger' : 'info'}>
          {t(`desk.service_notice.kind.${notice.kind}`)}
        </Tag>
        <State notice={notice} />
        <span className="quiet">{t('desk.service_notice.position_is', { position: notice.position })}</span>
      </p>
      <dl className="facts notice-texts">
        {LANGUAGES.map((language) => (
          <div key={language} className="facts-pair">
            <dt>{name('language', language)}</dt>
            <dd lang={notice.texts[language] === undefined ? undefined : language}>
              {notice.texts[language] ?? <span className="quiet">{t('desk.service_notice.in_nb')}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        {notice.places.map((place) => t(`desk.service_notice.place.${place}`)).join(', ')}
        {' · '}
        <Period notice={notice} />
      </p>
      <div className="row">
        <Button
          data-size="sm"
          variant="secondary"
          aria-label={t('desk.service_notice.change_what', { text })}
          onClick={() => {
            onChange(notice);
          }}
        >
          {t('desk.service_notice.change')}
        </Button>
        <Button
          data-size="sm"
          variant="tertiary"
          data-color="danger"
          aria-label={t('desk.service_notice.withdraw_what', { text })}
          onClick={() => {
            onWithdraw(notice);
          }}
        >
          {t('desk.service_notice.withdraw')}
        </Button>
      </div>
    </li>
  );
}

function State({ notice }: { notice: Notice }) {
  const { t } = useI18n();
  const now = useNow();
  const state = notice.shown ? 'shown' : Date.parse(notice.starts_at) > now ? 'coming' : 'over';
  return (
    <Tag data-size="sm" data-color={state === 'shown' ? 'success' : 'neutral'}>
      {t(`desk.service_notice.state.${state}`)}
    </Tag>
  );
}

function Period({ notice }: { notice: Notice }) {
  const { t, language } = useI18n();
  const from = minuteText(notice.starts_at, language);
  if (notice.ends_at === undefined) return t('desk.service_notice.period_open', { from });
  return t('desk.service_notice.period', { from, until: minuteText(notice.ends_at, language) });
}
