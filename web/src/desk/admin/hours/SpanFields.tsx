import { Button, Checkbox, Input, Label } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useI18n } from '../../app/i18n';
import { same } from '../parts/merge';
import { minutesOf, tidyEnd, tidyTime } from './clock';
import type { Fault } from './faults';
import type { Span } from './rows';
import { faultText } from './words';

interface SpanFieldsProps {
  span: Span;
  fault: Fault | undefined;
  onChange: (part: Partial<Span>) => void;
  onRemove: () => void;
  children?: ReactNode;
}

/** The id of a field of an interval, to put the focus on it. */
export function fieldId(spanId: string, field: Fault['field']): string {
  return `${spanId}-${field}`;
}

/** From when to when, with what is wrong with it. */
export function SpanFields({ span, fault, onChange, onRemove, children }: SpanFieldsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const faultId = `${span.id}-fault`;
  return (
    <div className="span" data-fault={fault !== undefined || undefined}>
      <div className="span-fields">
        {(['opens', 'closes'] as const).map((field) => (
          <div key={field} className="time-field">
            <Label htmlFor={fieldId(span.id, field)} data-size="sm">
              {t(`desk.admin.hours.${field}`)}
            </Label>
            <Input
              id={fieldId(span.id, field)}
              data-size="sm"
              inputMode="numeric"
              autoComplete="off"
              placeholder="00:00"
              value={span[field]}
              aria-invalid={fault?.field === field || undefined}
              aria-describedby={fault?.field === field ? faultId : undefined}
              onChange={(event) => {
                onChange({ [field]: event.target.value });
              }}
              onBlur={() => {
                const tidy = field === 'opens' ? { opens: tidyTime(span.opens) } : tidyEnd(span);
                if (!same(tidy, field === 'opens' ? { opens: span.opens } : endOf(span))) onChange(tidy);
              }}
            />
          </div>
        ))}
        <Button
          data-size="sm"
          variant="tertiary"
          data-color="danger"
          aria-label={t('desk.admin.hours.remove_what', { time: `${span.opens}–${span.closes}` })}
          onClick={onRemove}
        >
          {t('desk.admin.hours.remove')}
        </Button>
        {children}
      </div>
      {offersNight(span) && (
        <Checkbox
          data-size="sm"
          label={t('desk.admin.hours.next_day')}
          checked={span.nextDay}
          onChange={(event) => {
            onChange({ nextDay: event.target.checked });
          }}
        />
      )}
      {fault && (
        <p id={faultId} className="field-error">
          {faultText(i18n, fault)}
        </p>
      )}
    </div>
  );
}

function endOf({ closes, nextDay }: Span): Pick<Span, 'closes' | 'nextDay'> {
  return { closes, nextDay };
}

/** An end before the start may be meant for the next day. */
function offersNight({ opens, closes, nextDay }: Span): boolean {
  const from = minutesOf(opens);
  const to = minutesOf(closes, true);
  return nextDay || (from !== undefined && to !== undefined && to <= from && to > 0);
}
