import { Button, Table } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useI18n } from '../../app/i18n';
import type { StaffMember } from '../shapes';
import type { Person } from './people';
import { factsOf } from './words';

const COLUMNS = ['alias', 'roles', 'channels', 'languages', 'topics', 'capacity_units'] as const;
type Column = (typeof COLUMNS)[number];
/** What those who may not read accounts do not know, or know already. */
const OF_ACCOUNTS: ReadonlySet<Column> = new Set(['alias', 'roles']);

export interface StaffTableProps {
  people: readonly Person[];
  editing: string | undefined;
  form: (person: Person) => ReactNode;
  /** What can be done to somebody; absent for those who may not. */
  onEdit: ((person: Person) => void) | undefined;
  onLogin: ((member: StaffMember) => void) | undefined;
  endOf: (person: Person) => (() => void) | undefined;
}

/**
 * Everybody of the centre side by side; a card each where there is no room for that. The roles are told, because
 * browsers forget them of a table that is not laid out as one.
 */
export function StaffTable({ people, editing, form, onEdit, onLogin, endOf }: StaffTableProps) {
  const { t } = useI18n();
  const known = people.some(({ account }) => account !== undefined);
  const columns = COLUMNS.filter((column) => known || !OF_ACCOUNTS.has(column));
  return (
    <Table className="staff-table" role="table" data-size="sm" aria-labelledby="here-title">
      <Table.Head role="rowgroup">
        <Table.Row role="row">
          <Table.HeaderCell role="columnheader" scope="col">
            {t(known ? 'desk.admin.word.name' : 'desk.admin.word.alias')}
          </Table.HeaderCell>
          {columns.map((column) => (
            <Table.HeaderCell key={column} role="columnheader" scope="col">
              {t(`desk.admin.word.${column}`)}
            </Table.HeaderCell>
          ))}
          {onEdit && (
            <Table.HeaderCell role="columnheader" scope="col">
              <span className="ds-sr-only">{t('desk.admin.edit')}</span>
            </Table.HeaderCell>
          )}
        </Table.Row>
      </Table.Head>
      <Table.Body role="rowgroup">
        {people.map((person) => (
          <Table.Row key={person.key} role="row" data-editing={editing === person.key || undefined}>
            {editing === person.key ? (
              <Table.Cell role="cell" colSpan={columns.length + 2}>
                <strong>{person.name}</strong>
                {form(person)}
              </Table.Cell>
            ) : (
              <PersonCells
                person={person}
                columns={columns}
                onEdit={onEdit && (() => onEdit(person))}
                onLogin={onLogin}
                onEnd={endOf(person)}
              />
            )}
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}

interface PersonCellsProps {
  person: Person;
  columns: readonly Column[];
  onEdit: (() => void) | undefined;
  onLogin: ((member: StaffMember) => void) | undefined;
  onEnd: (() => void) | undefined;
}

function PersonCells({ person, columns, onEdit, onLogin, onEnd }: PersonCellsProps) {
  const i18n = useI18n();
  const facts = factsOf(i18n, person);
  const { member } = person;
  return (
    <>
      <Table.HeaderCell role="rowheader" scope="row">
        {facts.name}
        {facts.email !== '' && <small className="quiet">{facts.email}</small>}
        {member ? <Here member={member} /> : <small className="quiet">{i18n.t('desk.admin.staff.no_member')}</small>}
      </Table.HeaderCell>
      {columns.map((column) => (
        <Table.Cell key={column} role="cell" data-label={i18n.t(`desk.admin.word.${column}`)}>
          {facts[column]}
          {column === 'channels' && facts.home !== '' && <small className="quiet">{facts.home}</small>}
        </Table.Cell>
      ))}
      {onEdit && (
        <Table.Cell role="cell">
          <Deeds
            name={facts.name}
            onEdit={onEdit}
            onLogin={
              onLogin &&
              member &&
              (() => {
                onLogin(member);
              })
            }
            onEnd={onEnd}
          />
        </Table.Cell>
      )}
    </>
  );
}

/** Whether somebody is at work now. */
function Here({ member }: { member: StaffMember }) {
  const { t } = useI18n();
  return (
    <small className="here">
      <span className="dot" data-tone={member.state === 'available' ? 'good' : 'idle'} />{' '}
      {t(`desk.state.${member.state}`)}
    </small>
  );
}

interface DeedsProps {
  name: string;
  onEdit: () => void;
  onLogin: (() => void) | undefined;
  onEnd: (() => void) | undefined;
}

/** What can be done to somebody. */
function Deeds({ name, onEdit, onLogin, onEnd }: DeedsProps) {
  const { t } = useI18n();
  return (
    <div className="deeds">
      <Button
        className="compact"
        data-size="sm"
        variant="secondary"
        aria-label={t('desk.admin.edit_what', { what: name })}
        onClick={onEdit}
      >
        {t('desk.admin.edit')}
      </Button>
      {onLogin && (
        <Button
          className="compact"
          data-size="sm"
          variant="tertiary"
          aria-label={t('desk.admin.staff.login_what', { alias: name })}
          onClick={onLogin}
        >
          {t('desk.admin.staff.login')}
        </Button>
      )}
      {onEnd && (
        <Button
          className="compact"
          data-size="sm"
          variant="tertiary"
          data-color="danger"
          aria-label={t('desk.admin.staff.end_what', { alias: name })}
          onClick={onEnd}
        >
          {t('desk.admin.staff.end')}
        </Button>
      )}
    </div>
  );
}
