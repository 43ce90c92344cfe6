import { Button, Tag } from '@digdir/designsystemet-react';
import { useMemo, useState } from 'react';
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
import type { Surge } from '../shapes';
import { SurgeApi } from './api';
import { SurgeForm } from './SurgeForm';

/** Days before a deadline, on which the queue is run for many. */
export function SurgesPage({ api }: { api: StaffApi }) {
  const { t } = useI18n();
  const surges = useMemo(() => new SurgeApi(api.client), [api]);
  const loaded = useLoaded('national/surges', () => surges.list());
  const deeds = useDeeds();
  const [writing, setWriting] = useState<Surge | 'new'>();
  const [ending, setEnding] = useState<Surge>();
  const settle = (text: string) => {
    setWriting(undefined);
    setEnding(undefined);
    deeds.tell({ text });
    loaded.again();
  };
  return (
    <main className="reading stack">
      <Head title={t('desk.surge.title')} lead={t('desk.surge.lead')} />
      <Done {...deeds} />
      <Section loaded={loaded}>
        {({ items }) => <SurgeList items={items} onChange={setWriting} onEnd={setEnding} />}
      </Section>
      {writing === undefined ? (
        <div>
          <Button
            data-size="sm"
            onClick={() => {
              setWriting('new');
            }}
          >
            {t('desk.surge.new')}
          </Button>
        </div>
      ) : (
        <SurgeForm
          key={writing === 'new' ? 'new' : writing.id}
          surge={writing === 'new' ? undefined : writing}
          surges={surges}
          onSaved={() => {
            settle(t('desk.surge.saved'));
          }}
          onCancel={() => {
            focusTitle();
            setWriting(undefined);
          }}
        />
      )}
      {ending && (
        <EndQuestion
          surge={ending}
          surges={surges}
          onDone={() => {
            settle(t('desk.surge.ended'));
          }}
          onClose={() => {
            setEnding(undefined);
          }}
        />
      )}
    </main>
  );
}

interface EndQuestionProps {
  surge: Surge;
  surges: SurgeApi;
  onDone: () => void;
  onClose: () => void;
}

function EndQuestion({ surge, surges, onDone, onClose }: EndQuestionProps) {
  const { t } = useI18n();
  return (
    <Confirm
      title={t(surge.in_force ? 'desk.surge.end_title' : 'desk.surge.delete_title')}
      consequences={[t(surge.in_force ? 'desk.surge.end_means' : 'desk.surge.delete_means')]}
      confirm={t(surge.in_force ? 'desk.surge.end' : 'desk.surge.delete')}
      onConfirm={async () => {
        await surges.end(surge.id);
        onDone();
      }}
      onClose={onClose}
    />
  );
}

interface SurgeListProps {
  items: readonly Surge[];
  onChange: (surge: Surge) => void;
  onEnd: (surge: Surge) => void;
}

function SurgeList({ items, ...rest }: SurgeListProps) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.surge.none')}</p>;
  return (
    <ul className="cards">
      {items.map((surge) => (
        <SurgeCard key={surge.id} surge={surge} {...rest} />
      ))}
    </ul>
  );
}

function SurgeCard({ surge, onChange, onEnd }: Omit<SurgeListProps, 'items'> & { surge: Surge }) {
  const { t, language } = useI18n();
  const isOver = Date.parse(surge.ends_at) <= useNow();
  const state = surge.in_force ? 'on' : isOver ? 'over' : 'planned';
  const { reason } = surge;
  return (
    <li className="card stack">
      <p className="row">
        <strong>{reason}</strong>
        <Tag data-size="sm" data-color={state === 'on' ? 'warning' : 'neutral'}>
          {t(`desk.surge.state.${state}`)}
        </Tag>
      </p>
      <p>
        {t('desk.service_notice.period', {
          from: minuteText(surge.starts_at, language),
          until: minuteText(surge.ends_at, language),
        })}
      </p>
      <Terms surge={surge} />
      <div className="row">
        {!isOver && (
          <Button
            data-size="sm"
            variant="secondary"
            aria-label={t('desk.surge.change_what', { reason })}
            onClick={() => {
              onChange(surge);
            }}
          >
            {t('desk.service_notice.change')}
          </Button>
        )}
        <Button
          data-size="sm"
          variant="tertiary"
          data-color="danger"
          aria-label={t(surge.in_force ? 'desk.surge.end_what' : 'desk.surge.delete_what', { reason })}
          onClick={() => {
            onEnd(surge);
          }}
        >
          {t(surge.in_force ? 'desk.surge.end' : 'desk.surge.delete')}
        </Button>
      </div>
    </li>
  );
}

function Terms({ surge }: { surge: Surge }) {
  const { t, plural, duration } = useI18n();
  const { queue_cap, choices_after_s, self_help, group_session } = surge;
  return (
    <ul className="consequences">
      {queue_cap !== undefined && <li>{t('desk.surge.cap_is', { count: queue_cap })}</li>}
      {choices_after_s !== undefined && <li>{t('desk.surge.choices_are', { wait: duration(choices_after_s) })}</li>}
      {self_help.length > 0 && <li>{plural('desk.surge.links_are', self_help.length)}</li>}
      {group_session !== undefined && <li>{t('desk.surge.session_is', { text: group_session.texts.nb ?? '' })}</li>}
    </ul>
  );
}
