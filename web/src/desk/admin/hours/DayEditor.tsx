import { Button, Fieldset, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import type { Fault, Faults } from './faults';
import type { Row } from './rows';
import { fieldId, SpanFields } from './SpanFields';
import { capital } from './words';

interface DayEditorProps {
  weekday: number;
  rows: readonly Row[];
  faults: Faults;
  onAdd: () => void;
  onChange: (id: string, part: Partial<Row>) => void;
  onRemove: (id: string) => void;
  onCopy: () => void;
}

/** The intervals of one weekday; a lunch break lies between two. */
export function DayEditor({ weekday, rows, faults, onAdd, onChange, onRemove, onCopy }: DayEditorProps) {
  const { t, name } = useI18n();
  const day = name('weekday', String(weekday));
  const addId = `hours-add-${weekday}`;
  return (
    <div className="card">
      <Fieldset data-size="sm">
        <Fieldset.Legend>{capital(day)}</Fieldset.Legend>
        {rows.length === 0 && <p className="quiet">{t('desk.centre.closed')}</p>}
        {rows.map((row) => (
          <RowEditor
            key={row.id}
            row={row}
            fault={faults.get(row.id)}
            onChange={(part) => {
              onChange(row.id, part);
            }}
            onRemove={() => {
              document.getElementById(addId)?.focus();
              onRemove(row.id);
            }}
          />
        ))}
        <div className="row">
          <Button
            id={addId}
            data-size="sm"
            variant="secondary"
            aria-label={t('desk.admin.hours.add_to', { weekday: day })}
            onClick={onAdd}
          >
            {t('desk.admin.hours.add')}
          </Button>
          {rows.length > 0 && (
            <Button
              data-size="sm"
              variant="tertiary"
              aria-label={t('desk.admin.hours.copy_from', { weekday: day })}
              onClick={onCopy}
            >
              {t('desk.admin.hours.copy')}
            </Button>
          )}
        </div>
      </Fieldset>
    </div>
  );
}

interface RowEditorProps {
  row: Row;
  fault: Fault | undefined;
  onChange: (part: Partial<Row>) => void;
  onRemove: () => void;
}

function RowEditor({ row, fault, onChange, onRemove }: RowEditorProps) {
  const { t } = useI18n();
  const [opened, setOpened] = useState(false);
  const limited = opened || row.from !== '' || row.until !== '';
  return (
    <>
      <SpanFields span={row} fault={fault} onChange={onChange} onRemove={onRemove}>
        {!limited && (
          <Button
            data-size="sm"
            variant="tertiary"
            data-color="neutral"
            onClick={() => {
              setOpened(true);
            }}
          >
            {t('desk.admin.hours.limit')}
          </Button>
        )}
      </SpanFields>
      {limited && (
        <div className="row period">
          {(['from', 'until'] as const).map((field) => (
            <Textfield
              key={field}
              id={field === 'until' ? fieldId(row.id, 'until') : undefined}
              data-size="sm"
              type="date"
              label={t(`desk.admin.hours.${field}`)}
              value={row[field]}
              onChange={(event) => {
                onChange({ [field]: event.target.value });
              }}
            />
          ))}
        </div>
      )}
    </>
  );
}
