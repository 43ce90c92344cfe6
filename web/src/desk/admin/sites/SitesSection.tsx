import { Button, Heading } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { Confirm } from '../parts/Confirm';
import { Done } from '../parts/Done';
import { focusTitle } from '../parts/focus';
import { nearest } from '../parts/texts';
import type { SectionProps } from '../section';
import type { Site } from '../shapes';
import { SiteForm } from './SiteForm';
import { NEW, useSites } from './useSites';

/** Where people meet the centre. */
export function SitesSection(props: SectionProps) {
  const sites = useSites(props);
  const { editing, edit, stopEditing } = sites;
  const [deleting, setDeleting] = useState<Site>();
  const form = (site?: Site) => (
    <SiteForm
      key={site?.id ?? NEW}
      site={site}
      save={(body) => sites.save(site, body)}
      onSaved={(saved) => {
        sites.saved(site, saved);
      }}
      onCancel={() => {
        focusTitle();
        stopEditing();
      }}
    />
  );
  const stopDeleting = () => {
    setDeleting(undefined);
  };
  return (
    <>
      <Done {...sites.deeds} />
      <Section loaded={sites.loaded}>
        {({ items }) => (
          <SiteList
            items={items}
            editing={editing}
            form={form}
            onEdit={props.may('site:update') ? edit : undefined}
            onDelete={props.may('site:delete') ? setDeleting : undefined}
          />
        )}
      </Section>
      {editing === NEW && <div className="card">{form()}</div>}
      {editing !== NEW && props.may('site:create') && (
        <AddButton
          onClick={() => {
            edit(NEW);
          }}
        />
      )}
      {deleting && (
        <DeleteQuestion
          site={deleting}
          onConfirm={async () => {
            await sites.remove(deleting);
            stopDeleting();
          }}
          onClose={stopDeleting}
        />
      )}
    </>
  );
}

function AddButton({ onClick }: { onClick: () => void }) {
  const { t } = useI18n();
  return (
    <div>
      <Button data-size="sm" variant="secondary" onClick={onClick}>
        {t('desk.admin.sites.add')}
      </Button>
    </div>
  );
}

interface SiteListProps {
  items: Site[];
  editing: string | undefined;
  form: (site: Site) => React.ReactNode;
  /** Absent for those who may not. */
  onEdit: ((id: string) => void) | undefined;
  onDelete: ((site: Site) => void) | undefined;
}

function SiteList({ items, editing, form, onEdit, onDelete }: SiteListProps) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.admin.sites.none')}</p>;
  return (
    <ul className="cards">
      {items
        .toSorted((one, other) => one.name.localeCompare(other.name, 'nb'))
        .map((site) => (
          <li key={site.id} className="card">
            {editing === site.id ? (
              form(site)
            ) : (
              <SiteCard
                site={site}
                onEdit={onEdit && (() => onEdit(site.id))}
                onDelete={onDelete && (() => onDelete(site))}
              />
            )}
          </li>
        ))}
    </ul>
  );
}

interface SiteCardProps {
  site: Site;
  onEdit: (() => void) | undefined;
  onDelete: (() => void) | undefined;
}

function SiteCard({ site, onEdit, onDelete }: SiteCardProps) {
  const { t } = useI18n();
  return (
    <div className="row spread">
      <div>
        <Heading level={3} data-size="2xs">
          {site.name}
        </Heading>
        <p>{site.address}</p>
        <p>{site.postal_place}</p>
        <Ways site={site} />
      </div>
      <div className="row">
        {onEdit && (
          <Button
            data-size="sm"
            variant="secondary"
            aria-label={t('desk.admin.edit_what', { what: site.name })}
            onClick={onEdit}
          >
            {t('desk.admin.edit')}
          </Button>
        )}
        {onDelete && (
          <Button
            data-size="sm"
            variant="tertiary"
            data-color="danger"
            aria-label={t('desk.admin.delete_what', { what: site.name })}
            onClick={onDelete}
          >
            {t('desk.admin.delete')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** How one gets in and there, in the reader's language or the nearest one. */
function Ways({ site }: { site: Site }) {
  const { t, language } = useI18n();
  return (['access', 'transport'] as const).map((way) => {
    const text = nearest(site[way], language);
    if (text === undefined) return null;
    return (
      <p key={way} className="quiet kept-breaks">
        {`${t(`desk.admin.word.${way}`)}: ${text}`}
      </p>
    );
  });
}

interface DeleteQuestionProps {
  site: Site;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function DeleteQuestion({ site, onConfirm, onClose }: DeleteQuestionProps) {
  const { t } = useI18n();
  return (
    <Confirm
      title={t('desk.admin.sites.delete_title', { name: site.name })}
      consequences={[t('desk.admin.sites.delete_means'), t('desk.admin.sites.delete_undo')]}
      confirm={t('desk.admin.sites.delete_confirm')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
