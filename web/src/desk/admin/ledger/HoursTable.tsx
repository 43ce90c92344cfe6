import { Table } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { hoursText } from '../hours/WeekPlot';

export interface HoursRow {
  key: string;
  name: string;
  agreed?: number | undefined;
  planned?: number | undefined;
  worked: number;
}

interface HoursTableProps {
  /** The id of the heading above it. */
  labelledBy: string;
  /** What the rows are. */
  first: string;
  rows: readonly HoursRow[];
  /** The last line. */
  sum?: HoursRow | undefined;
  /** People have neither an agreement nor a rota of their own here. */
  workedOnly?: boolean;
}

/** Hours in seconds, written as hours. */
export function HoursTable({ labelledBy, first, rows, sum, workedOnly = false }: HoursTableProps) {
  const { t } = useI18n();
  const columns = workedOnly ? (['worked'] as const) : (['agreed', 'planned', 'worked'] as const);
  return (
    // Wide tables scroll by themselves and must then be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={labelledBy}>
      <Table data-size="sm" zebra>
        <Table.Head>
          <Table.Row>
            <Table.HeaderCell scope="col">{first}</Table.HeaderCell>
            {columns.map((one) => (
              <Table.HeaderCell key={one} scope="col" className="number">
                {t(`desk.admin.ledger.${one}`)}
              </Table.HeaderCell>
            ))}
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {[...rows, ...(sum ? [sum] : [])].map((row) => (
            <Table.Row key={row.key} data-sum={row === sum || undefined}>
              <Table.HeaderCell scope="row">{row.name}</Table.HeaderCell>
              {columns.map((one) => (
                <Table.Cell key={one} className="number">
                  <Seconds seconds={row[one]} />
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}

function Seconds({ seconds }: { seconds: number | undefined }) {
  const { language } = useI18n();
  return seconds === undefined ? '–' : hoursText(seconds / 3600, language);
}
