import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { capital } from '../../admin/hours/words';
import { Confirm } from '../../admin/parts/Confirm';
import { Done, useDeeds } from '../../admin/parts/Done';
import type { Items, StaffMember } from '../../admin/shapes';
import { useI18n, type I18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import { Section } from '../../app/Section';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import { AbsenceForm } from './AbsenceForm';
import type { Absence, AbsenceMade } from './shapes';
import type { Span } from './slots';
import { spanText } from './words';

/** Where absences are kept: those of a centre, or one's own. */
export interface AbsenceBook {
  list: () => Promise<Items<Absence>>;
  add: (span: Span, staffId: string) => Promise<AbsenceMade>;
  remove: (id: string) => Promise<void>;
}

interface AbsencesProps {
  book: AbsenceBook;
  /** Whose they may be; without, they are one's own. */
  staff: readonly StaffMember[] | undefined;
  /** Puts the focus back when the form that had it is gone. */
  onFormGone: () => void;
  onChanged: () => void;
}

/** Who is not there when; the shifts in it are without cover. */
export function Absences({ book, staff, onFormGone, onChanged }: AbsencesProps) {
  const { t } = useI18n();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Absence>();
  const { loaded, deeds, add, remove } = useAbsences(book, staff !== undefined, onChanged);
  return (
    <>
      <Done {...deeds} />
      {adding ? (
        <AbsenceForm
          staff={staff}
          save={async (span, staffId) => {
            await add(span, staffId);
            setAdding(false);
          }}
          onCancel={() => {
            setAdding(false);
            onFormGone();
          }}
        />
      ) : (
        <div>
          <Button
            data-size="sm"
            variant="secondary"
            onClick={() => {
              leaveThen(() => {
                deeds.tell(undefined);
                setAdding(true);
              });
            }}
          >
            {t('desk.rota.absence_new')}
          </Button>
        </div>
      )}
      <Section loaded={loaded}>
        {({ items }) => <AbsenceList items={items} named={staff !== undefined} onRemove={setRemoving} />}
      </Section>
      {removing && (
        <RemoveQuestion
          absence={removing}
          onConfirm={async () => {
            await remove(removing);
            setRemoving(undefined);
          }}
          onClose={() => {
            setRemoving(undefined);
          }}
        />
      )}
    </>
  );
}

interface AbsencesState {
  loaded: Loaded<Items<Absence>>;
  deeds: ReturnType<typeof useDeeds>;
  add: (span: Span, staffId: string) => Promise<void>;
  remove: (absence: Absence) => Promise<void>;
}

function useAbsences(book: AbsenceBook, named: boolean, onChanged: () => void): AbsencesState {
  const i18n = useI18n();
  const { t, plural } = i18n;
  const loaded = useLoaded('rota/absences', book.list);
  const deeds = useDeeds();
  const changed = () => {
    loaded.again();
    onChanged();
  };
  const textOf = (absence: Absence) => whatText(i18n, absence, named);
  return {
    loaded,
    deeds,
    add: async (span, staffId) => {
      const { absence, uncovered } = await book.add(span, staffId);
      const said = t('desk.rota.absence_added', { what: textOf(absence) });
      const warned = uncovered.length > 0 ? ` ${plural('desk.rota.uncovered_count', uncovered.length)}` : '';
      const undo = async () => {
        await book.remove(absence.id);
        changed();
        return t('desk.rota.absence_removed', { what: textOf(absence) });
      };
      deeds.tell({ text: said + warned, undo });
      changed();
    },
    remove: async (absence) => {
      await book.remove(absence.id);
      const undo = async () => {
        await book.add({ starts_at: absence.starts_at, ends_at: absence.ends_at }, absence.staff_id);
        changed();
        return t('desk.rota.absence_added', { what: textOf(absence) });
      };
      deeds.tell({ text: t('desk.rota.absence_removed', { what: textOf(absence) }), undo });
      changed();
    },
  };
}

function whatText(i18n: I18n, absence: Absence, named: boolean): string {
  return named ? `${absence.alias}, ${spanText(i18n, absence)}` : spanText(i18n, absence);
}

interface AbsenceListProps {
  items: Absence[];
  named: boolean;
  onRemove: (absence: Absence) => void;
}

function AbsenceList({ items, named, onRemove }: AbsenceListProps) {
  const i18n = useI18n();
  const { t } = i18n;
  if (items.length === 0) return <p className="quiet">{t('desk.rota.no_absences')}</p>;
  return (
    <ul className="cards">
      {items.map((one) => (
        <li key={one.id} className="card row spread">
          <div>
            {named && (
              <p>
                <strong>{one.alias}</strong>
              </p>
            )}
            <p>{capital(spanText(i18n, one))}</p>
          </div>
          <Button
            data-size="sm"
            variant="tertiary"
            data-color="danger"
            aria-label={t('desk.rota.absence_remove_what', { what: whatText(i18n, one, named) })}
            onClick={() => {
              onRemove(one);
            }}
          >
            {t('desk.rota.absence_remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface RemoveQuestionProps {
  absence: Absence;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function RemoveQuestion({ absence, onConfirm, onClose }: RemoveQuestionProps) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <Confirm
      title={t('desk.rota.absence_remove_title', { when: spanText(i18n, absence) })}
      consequences={[t('desk.rota.absence_remove_means')]}
      confirm={t('desk.rota.absence_remove')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
