import { Button, Tag } from '@digdir/designsystemet-react';
import { useMemo, useState } from 'react';
import type { StaffApi } from '../api/staff';
import { Confirm } from '../admin/parts/Confirm';
import { Done, useDeeds, type Deeds } from '../admin/parts/Done';
import { focusTitle } from '../admin/parts/focus';
import { ProblemLine } from '../admin/parts/ProblemLine';
import { useTask } from '../admin/parts/useTask';
import type { ArchivePreview, OnboardedCentre } from '../admin/shapes';
import { useI18n } from '../app/i18n';
import { PageLink } from '../app/PageLink';
import { go, pathOf } from '../app/route';
import { Section } from '../app/Section';
import { useLoaded } from '../app/useLoaded';
import { NationalApi } from './api';
import { CentreForm } from './CentreForm';
import { Head } from './Head';

/** All centres, archived ones too, with how far each has come. */
export function CentresPage({ api }: { api: StaffApi }) {
  const { t } = useI18n();
  const national = useMemo(() => new NationalApi(api.client), [api]);
  const loaded = useLoaded('national/centres', () => national.centres());
  const [adding, setAdding] = useState(false);
  const deeds = useDeeds();
  return (
    <main className="reading stack">
      <Head title={t('desk.national.centres_title')} lead={t('desk.national.centres_lead')} />
      <Done {...deeds} />
      {adding ? (
        <CentreForm
          save={(centre) => national.createCentre(centre)}
          onSaved={(centre) => {
            go(pathOf('national', centre.id, 'checklist'));
          }}
          onCancel={() => {
            focusTitle();
            setAdding(false);
          }}
        />
      ) : (
        <div>
          <Button
            data-size="sm"
            onClick={() => {
              setAdding(true);
            }}
          >
            {t('desk.national.centre_new')}
          </Button>
        </div>
      )}
      <Section loaded={loaded}>
        {({ items }) => <CentreList items={items} national={national} deeds={deeds} again={loaded.again} />}
      </Section>
    </main>
  );
}

interface CentreListProps {
  items: readonly OnboardedCentre[];
  national: NationalApi;
  deeds: Deeds;
  again: () => void;
}

function CentreList({ items, national, deeds, again }: CentreListProps) {
  const { t } = useI18n();
  const [asked, setAsked] = useState<{ centre: OnboardedCentre; told: ArchivePreview }>();
  if (items.length === 0) return <p className="quiet">{t('desk.national.no_centres')}</p>;
  const reactivate = async ({ id, name }: OnboardedCentre) => {
    await national.reactivate(id);
    again();
    return t('desk.national.reactivated', { name });
  };
  return (
    <>
      <ul className="cards">
        {items
          .toSorted((one, other) => one.name.localeCompare(other.name, 'nb'))
          .map((centre) => (
            <CentreLine
              key={centre.id}
              centre={centre}
              onArchive={async () => {
                setAsked({ centre, told: await national.archivePreview(centre.id) });
              }}
              onReactivate={async () => {
                deeds.tell({ text: await reactivate(centre) });
              }}
            />
          ))}
      </ul>
      {asked && (
        <ArchiveQuestion
          {...asked}
          onConfirm={async () => {
            const { centre } = asked;
            await national.archive(centre.id);
            setAsked(undefined);
            deeds.tell({
              text: t('desk.national.archived_now', { name: centre.name }),
              undo: () => reactivate(centre),
            });
            again();
          }}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </>
  );
}

interface CentreLineProps {
  centre: OnboardedCentre;
  onArchive: () => Promise<void>;
  onReactivate: () => Promise<void>;
}

function CentreLine({ centre, onArchive, onReactivate }: CentreLineProps) {
  const { name } = useI18n();
  return (
    <li className="card dated">
      <div>
        <p>
          <PageLink className="ds-link" to={pathOf('national', centre.id)}>
            <strong>{centre.name}</strong>
          </PageLink>
        </p>
        <p className="quiet">
          {name('county', centre.county)}, {centre.region}
        </p>
        <Progress centre={centre} />
      </div>
      <CentreButton centre={centre} onArchive={onArchive} onReactivate={onReactivate} />
    </li>
  );
}

function Progress({ centre: { id, active, missing } }: { centre: OnboardedCentre }) {
  const { t, plural } = useI18n();
  if (!active) {
    return (
      <Tag data-size="sm" data-color="neutral">
        {t('desk.national.archived')}
      </Tag>
    );
  }
  if (missing === 0) {
    return (
      <Tag data-size="sm" data-color="success">
        {t('desk.national.ready')}
      </Tag>
    );
  }
  return (
    <p>
      <PageLink className="ds-link" to={pathOf('national', id, 'checklist')}>
        {plural('desk.national.missing', missing)}
      </PageLink>
    </p>
  );
}

function CentreButton({ centre, onArchive, onReactivate }: CentreLineProps) {
  const { t } = useI18n();
  const task = useTask();
  return (
    <div>
      <ProblemLine problem={task.problem} />
      {centre.active ? (
        <Button
          data-size="sm"
          variant="tertiary"
          data-color="danger"
          loading={task.busy}
          aria-label={t('desk.national.archive_what', { name: centre.name })}
          onClick={() => void task.run(onArchive)}
        >
          {t('desk.national.archive')}
        </Button>
      ) : (
        <Button
          data-size="sm"
          variant="secondary"
          loading={task.busy}
          aria-label={t('desk.national.reactivate_what', { name: centre.name })}
          onClick={() => void task.run(onReactivate)}
        >
          {t('desk.national.reactivate')}
        </Button>
      )}
    </div>
  );
}

interface ArchiveQuestionProps {
  centre: OnboardedCentre;
  told: ArchivePreview;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function ArchiveQuestion({ centre, told, onConfirm, onClose }: ArchiveQuestionProps) {
  const { t, plural } = useI18n();
  return (
    <Confirm
      title={t('desk.national.archive_title', { name: centre.name })}
      consequences={[
        plural('desk.national.archive_talks', told.open_conversations),
        plural('desk.national.archive_people', told.people),
        t('desk.national.archive_listed'),
        t('desk.national.archive_kept'),
      ]}
      confirm={t('desk.national.archive_confirm')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
