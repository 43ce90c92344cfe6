import { Alert, Button, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import { minuteText } from '../../admin/parts/dates';
import { focusTitle } from '../../admin/parts/focus';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useNow } from '../../app/time';
import { useLoaded } from '../../app/useLoaded';
import { liveKeys } from './examples';
import { MOST_KEYS } from './jwk';
import { KeyForm } from './KeyForm';
import type { PartProps } from './part';
import type { PartnerKey } from './shapes';

/** The public keys by which a partner proves who it is. */
export function KeysSection({ partner: { value }, partners, deeds, may }: PartProps) {
  const { t } = useI18n();
  const { id } = value;
  const loaded = useLoaded(`national/partners/${id}/keys`, () => partners.keys(id));
  const [removing, setRemoving] = useState<PartnerKey>();
  const settle = (text: string) => {
    deeds.tell({ text });
    loaded.again();
  };
  return (
    <Section loaded={loaded}>
      {({ items }) => (
        <>
          <KeyList items={items} removable={may('partner:key_delete')} onRemove={setRemoving} />
          {may('partner:key_create') && (
            <AddKey
              items={items}
              onAdd={async (key) => {
                const { kid } = await partners.addKey(id, key);
                settle(t('desk.partner.key.added', { kid }));
              }}
            />
          )}
          {removing && (
            <RemoveQuestion
              removing={removing}
              items={items}
              onConfirm={async () => {
                await partners.removeKey(id, removing.id);
                setRemoving(undefined);
                settle(t('desk.partner.key.removed', { kid: removing.kid }));
              }}
              onClose={() => {
                setRemoving(undefined);
              }}
            />
          )}
        </>
      )}
    </Section>
  );
}

interface AddKeyProps {
  items: readonly PartnerKey[];
  onAdd: (key: { jwk: unknown; not_after?: string }) => Promise<void>;
}

/** The form for one more key, as long as there is room. */
function AddKey({ items, onAdd }: AddKeyProps) {
  const { t } = useI18n();
  const [adding, setAdding] = useState(false);
  const stop = () => {
    focusTitle();
    setAdding(false);
  };
  if (adding) {
    const add = async (key: Parameters<typeof onAdd>[0]) => {
      await onAdd(key);
      stop();
    };
    return <KeyForm names={items.map(({ kid }) => kid)} onAdd={add} onCancel={stop} />;
  }
  if (items.length >= MOST_KEYS) return <p className="quiet">{t('desk.partner.key.most', { count: MOST_KEYS })}</p>;
  return (
    <div>
      <Button
        data-size="sm"
        onClick={() => {
          setAdding(true);
        }}
      >
        {t('desk.partner.key.new')}
      </Button>
    </div>
  );
}

interface KeyListProps {
  items: readonly PartnerKey[];
  removable: boolean;
  onRemove: (key: PartnerKey) => void;
}

function KeyList({ items, removable, onRemove }: KeyListProps) {
  const { t } = useI18n();
  const live = liveKeys(items, useNow());
  return (
    <>
      {live.length === 0 && (
        <Alert data-color="info" data-size="sm">
          {t(items.length === 0 ? 'desk.partner.key.none' : 'desk.partner.key.none_live')}
        </Alert>
      )}
      {items.length > 0 && (
        <ul className="cards">
          {items.map((key) => (
            <KeyCard key={key.id} item={key} ended={!live.includes(key)} removable={removable} onRemove={onRemove} />
          ))}
        </ul>
      )}
    </>
  );
}

interface KeyCardProps extends Omit<KeyListProps, 'items'> {
  item: PartnerKey;
  ended: boolean;
}

function KeyCard({ item, ended, removable, onRemove }: KeyCardProps) {
  const { t, language } = useI18n();
  const { kid, algorithm, created_at: created, not_after: end } = item;
  return (
    <li className="card dated">
      <div className="part">
        <p className="row">
          <code>{kid}</code>
          {ended && (
            <Tag data-size="sm" data-color="neutral">
              {t('desk.partner.key.ended')}
            </Tag>
          )}
        </p>
        <p className="quiet">
          {t('desk.partner.key.made', { algorithm, at: minuteText(created, language) })}{' '}
          {end !== undefined && t('desk.partner.key.ends_at', { at: minuteText(end, language) })}
        </p>
      </div>
      {removable && (
        <Button
          data-size="sm"
          variant="tertiary"
          data-color="danger"
          aria-label={t('desk.partner.key.remove_what', { kid })}
          onClick={() => {
            onRemove(item);
          }}
        >
          {t('desk.partner.key.remove')}
        </Button>
      )}
    </li>
  );
}

interface RemoveQuestionProps {
  removing: PartnerKey;
  items: readonly PartnerKey[];
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function RemoveQuestion({ removing, items, onConfirm, onClose }: RemoveQuestionProps) {
  const { t } = useI18n();
  const others = liveKeys(items, useNow()).filter(({ id }) => id !== removing.id);
  return (
    <Confirm
      title={t('desk.partner.key.remove_title', { kid: removing.kid })}
      consequences={[
        t('desk.partner.key.remove_tokens'),
        ...(others.length === 0 ? [t('desk.partner.key.remove_last')] : []),
        t('desk.partner.key.remove_undo'),
      ]}
      confirm={t('desk.partner.key.remove')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
