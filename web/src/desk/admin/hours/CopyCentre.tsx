import { Button, Field, Label, Paragraph, Select } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { AdminApi } from '../api';
import { differences } from '../parts/merge';
import type { CentreName, WeeklyInterval } from '../shapes';
import { cellsOf, itemsOf, rowsOf, type Row } from './rows';
import { cellName, cellText } from './words';

interface CopyCentreProps {
  admin: AdminApi;
  rows: readonly Row[];
  onCopy: (rows: Row[], name: string) => void;
}

/** Takes another centre's week over into the one that is edited; it is saved as any other change. */
export function CopyCentre(props: CopyCentreProps) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button
        data-size="sm"
        variant="tertiary"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('desk.admin.hours.centre_copy')}
      </Button>
      {open && (
        <CopyCentreDialog
          {...props}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

function CopyCentreDialog({ admin, rows, onCopy, onClose }: CopyCentreProps & { onClose: () => void }) {
  const { t } = useI18n();
  const centres = useLoaded('admin/hours/others', () => admin.others());
  const [chosen, setChosen] = useState<CentreName>();
  return (
    <Modal title={t('desk.admin.hours.centre_copy')} onClose={onClose}>
      <div className="stack">
        <Section loaded={centres}>
          {(items) => (
            <Field>
              <Label>{t('desk.admin.hours.centre_from')}</Label>
              <Select
                value={chosen?.id ?? ''}
                onChange={(event) => {
                  setChosen(items.find(({ id }) => id === event.target.value));
                }}
              >
                <Select.Option value="">{t('desk.admin.hours.centre_choose')}</Select.Option>
                {items.map(({ id, name }) => (
                  <Select.Option key={id} value={id}>
                    {name}
                  </Select.Option>
                ))}
              </Select>
            </Field>
          )}
        </Section>
        {chosen && (
          <Comparison
            key={chosen.id}
            admin={admin}
            rows={rows}
            centre={chosen}
            onCopy={(copied) => {
              onCopy(copied, chosen.name);
              onClose();
            }}
          />
        )}
      </div>
    </Modal>
  );
}

interface ComparisonProps {
  admin: AdminApi;
  rows: readonly Row[];
  centre: CentreName;
  onCopy: (rows: Row[]) => void;
}

/** What would become another in the own week. */
function Comparison({ admin, rows, centre, onCopy }: ComparisonProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const loaded = useLoaded(`admin/hours/of/${centre.id}`, () => admin.weekOf(centre.id));
  const own = cellsOf(itemsOf(rows));
  return (
    <Section loaded={loaded}>
      {(week) => {
        const found = differences(own, own, cellsOf(week));
        if (found.length === 0) return <Paragraph>{t('desk.admin.hours.centre_same')}</Paragraph>;
        return (
          <>
            <Paragraph data-size="sm">{t('desk.admin.hours.centre_means')}</Paragraph>
            <ul className="changes">
              {found.map(({ field, mine, theirs }) => (
                <li key={field}>
                  <strong>{cellName(i18n, field) ?? field}</strong>
                  <p>
                    <del>{cellText(i18n, mine as WeeklyInterval[] | undefined)}</del>{' '}
                    <ins>{cellText(i18n, theirs as WeeklyInterval[] | undefined)}</ins>
                  </p>
                </li>
              ))}
            </ul>
            <div className="row dialog-actions">
              <Button
                onClick={() => {
                  onCopy(rowsOf(week));
                }}
              >
                {t('desk.admin.hours.centre_confirm')}
              </Button>
            </div>
          </>
        );
      }}
    </Section>
  );
}
