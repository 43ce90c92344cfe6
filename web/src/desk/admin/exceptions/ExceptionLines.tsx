import { Button, Tag } from '@digdir/designsystemet-react';
import { useI18n, type I18n } from '../../app/i18n';
import { capital, spanText } from '../hours/words';
import { dateText, weekdayOfDate } from '../parts/dates';
import type { Exception, Reason } from '../shapes';
import type { Dated } from './calendar';

/** A date of the list. National closed days are to read only. */
export function DatedLine({ dated, onDelete }: { dated: Dated; onDelete: ExceptionLineProps['onDelete'] }) {
  const i18n = useI18n();
  if (dated.kind === 'exception') return <ExceptionLine exception={dated.exception} onDelete={onDelete} />;
  return (
    <li className="card dated">
      <div>
        <p>
          <strong>{longDate(i18n, dated.date)}</strong>
        </p>
        <p>{namesOf(i18n, dated.day.names)}</p>
      </div>
      <Tag data-size="sm" data-color="neutral">
        {i18n.t('desk.admin.exceptions.national')}
      </Tag>
    </li>
  );
}

interface ExceptionLineProps {
  exception: Exception;
  /** Absent for what has been, and for those who may not. */
  onDelete?: ((exception: Exception) => void) | undefined;
}

export function ExceptionLine({ exception, onDelete }: ExceptionLineProps) {
  const i18n = useI18n();
  const { t, name } = i18n;
  const { queue, channel, closes, intervals, reason } = exception;
  const times =
    intervals.length === 0 ? t('desk.centre.closed') : intervals.map((one) => spanText(i18n, one)).join(', ');
  const date = dateText(exception.date, i18n.language);
  return (
    <li className="card dated">
      <div>
        <p>
          <strong>{longDate(i18n, exception.date)}</strong>
        </p>
        <p>{closes === undefined ? times : t('desk.admin.early.line', { time: closes })}</p>
        <p className="quiet">
          {capital(queue ? t(`desk.centre.queue_${queue}`) : t('desk.admin.exceptions.all_queues'))},{' '}
          {channel ? name('channel', channel) : t('desk.admin.exceptions.all_channels')}
        </p>
        <p>{localText(i18n, reason)}</p>
      </div>
      {onDelete && (
        <Button
          data-size="sm"
          variant="tertiary"
          data-color="danger"
          aria-label={t('desk.admin.delete_what', { what: date })}
          onClick={() => {
            onDelete(exception);
          }}
        >
          {t('desk.admin.delete')}
        </Button>
      )}
    </li>
  );
}

/** A date with its weekday. */
export function longDate({ name, language }: I18n, date: string): string {
  return `${capital(name('weekday', String(weekdayOfDate(date))))} ${dateText(date, language)}`;
}

/** The names of a closed day. */
export function namesOf(i18n: I18n, names: readonly Reason[]): string {
  return names
    .map((one) => localText(i18n, one))
    .filter((one) => one !== undefined)
    .join(', ');
}

function localText({ language }: I18n, text: Reason): string | undefined {
  return text[language] ?? text.nb ?? Object.values(text)[0];
}
