import { Heading, Table } from '@digdir/designsystemet-react';
import { useI18n, type I18n } from '../../../app/i18n';
import type { StaffListError, StaffListLine } from '../../shapes';
import { reasonText } from '../refusals';
import { COLUMNS, isColumn } from './file';
import { columnText } from './ListHelp';

/** What is to be mended, line by line. */
export function ErrorTable({ errors }: { errors: readonly StaffListError[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <>
      <Heading id="errors-title" level={4} data-size="2xs">
        {t('desk.admin.import.errors')}
      </Heading>
      <Table data-size="sm" aria-labelledby="errors-title">
        <Table.Head>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('desk.admin.import.line')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('desk.admin.import.column')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('desk.admin.import.mend')}</Table.HeaderCell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {errors.map((error) => (
            <Table.Row key={`${error.line}/${error.column}/${error.reason}`}>
              <Table.Cell>{error.line}</Table.Cell>
              <Table.Cell>{isColumn(error.column.split('.')[0] ?? '') && <code>{error.column}</code>}</Table.Cell>
              <Table.Cell>{mendText(i18n, error)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </>
  );
}

/** How a line is mended: by the reason where it says more than the column. */
function mendText(i18n: I18n, { column, reason }: StaffListError): string {
  const [word = ''] = column.split('.');
  if (isColumn(word)) return reasonText(i18n, reason) ?? columnText(i18n, word);
  if (column === 'lines') return i18n.t('desk.admin.import.too_many');
  if (column === 'header') return i18n.t('desk.admin.import.header', { columns: COLUMNS.join(', ') });
  return i18n.t('desk.admin.import.unreadable');
}

interface OutcomeTableProps {
  lines: readonly StaffListLine[];
  /** Errors on other lines keep all of it from happening. */
  stopped: boolean;
}

/** What becomes of everybody on the list. */
export function OutcomeTable({ lines, stopped }: OutcomeTableProps) {
  const { t } = useI18n();
  return (
    <>
      <Heading id="outcome-title" level={4} data-size="2xs">
        {t(stopped ? 'desk.admin.import.fine' : 'desk.admin.import.outcome')}
      </Heading>
      <Table data-size="sm" aria-labelledby="outcome-title">
        <Table.Head>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('desk.admin.import.line')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('desk.admin.word.name')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('desk.admin.import.happens')}</Table.HeaderCell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {lines.map(({ line, name, outcome }) => (
            <Table.Row key={line}>
              <Table.Cell>{line}</Table.Cell>
              <Table.Cell>{name}</Table.Cell>
              <Table.Cell>{t(`desk.admin.import.outcome_${outcome}`)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </>
  );
}
