import { Button, Table } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { timeText } from '../parts/numbers';
import type { Board, RecentContact, WaitingContact } from '../shapes';
import type { LineState } from './line';
import { Wait } from './Tiles';

interface ContactsProps {
  board: Board;
  state: LineState;
  /** Opens the explanation of a contact, where it may be read. */
  onWhy: ((contactId: string) => void) | undefined;
}

/** Who waits, longest first. */
export function WaitingContacts({ board, state, onWhy }: ContactsProps) {
  const { t } = useI18n();
  const columns = ['channel', 'language', 'county', 'topic', 'offered_to'] as const;
  return (
    <div className="part board-waiting">
      <h2 id="board-waiting" className="part-title">
        {t('desk.board.waiting_title')}
      </h2>
      {board.waiting.length === 0 ? (
        <p className="quiet">{t('desk.board.nobody_waits')}</p>
      ) : (
        <ContactTable
          labelledBy="board-waiting"
          first={t('desk.board.waited')}
          columns={columns.map((one) => t(`desk.board.${one}`))}
          why={onWhy}
        >
          {board.waiting.map((contact, index) => (
            <WaitingRow key={contact.contact_id} place={index + 1} contact={contact} state={state} onWhy={onWhy} />
          ))}
        </ContactTable>
      )}
    </div>
  );
}

interface WaitingRowProps {
  place: number;
  contact: WaitingContact;
  state: LineState;
  onWhy: ContactsProps['onWhy'];
}

function WaitingRow({ place, contact, state, onWhy }: WaitingRowProps) {
  const { t, name } = useI18n();
  const { contact_id: id, joined_at: since, channel, language, county, topic, offered_to: offered } = contact;
  const why = t('desk.board.why_waiting', {
    channel: name('channel', channel),
    language: name('language', language),
    place,
  });
  return (
    <Table.Row>
      <Table.HeaderCell scope="row">
        <Wait since={since} state={state} />
      </Table.HeaderCell>
      <Why id={id} what={why} onWhy={onWhy} />
      <Table.Cell>{name('channel', channel)}</Table.Cell>
      <Table.Cell>{name('language', language)}</Table.Cell>
      <Table.Cell>{county === undefined ? '–' : name('county', county)}</Table.Cell>
      <Table.Cell>{topic === undefined ? '–' : name('topic', topic)}</Table.Cell>
      <Table.Cell>{offered ? `${offered.alias}, ${offered.centre}` : t('desk.board.not_offered')}</Table.Cell>
    </Table.Row>
  );
}

/** Who was answered last. */
export function RecentContacts({ board, onWhy }: Omit<ContactsProps, 'state'>) {
  const { t } = useI18n();
  const columns = ['counsellor', 'centre', 'channel', 'language'] as const;
  return (
    <div className="part board-recent">
      <h2 id="board-recent" className="part-title">
        {t('desk.board.recent_title')}
      </h2>
      {board.recent.length === 0 ? (
        <p className="quiet">{t('desk.board.nobody_answered')}</p>
      ) : (
        <ContactTable
          labelledBy="board-recent"
          first={t('desk.board.answered_at')}
          columns={columns.map((one) => t(`desk.board.${one}`))}
          why={onWhy}
        >
          {board.recent.map((contact) => (
            <RecentRow key={contact.contact_id} contact={contact} onWhy={onWhy} />
          ))}
        </ContactTable>
      )}
    </div>
  );
}

function RecentRow({ contact, onWhy }: { contact: RecentContact; onWhy: ContactsProps['onWhy'] }) {
  const { t, name, language } = useI18n();
  const { contact_id: id, at, alias, centre, channel } = contact;
  return (
    <Table.Row>
      <Table.HeaderCell scope="row">{timeText(at, language)}</Table.HeaderCell>
      <Why id={id} what={t('desk.board.why_answered', { alias, at: timeText(at, language) })} onWhy={onWhy} />
      <Table.Cell>{alias || '–'}</Table.Cell>
      <Table.Cell>{centre || '–'}</Table.Cell>
      <Table.Cell>{name('channel', channel)}</Table.Cell>
      <Table.Cell>{name('language', contact.language)}</Table.Cell>
    </Table.Row>
  );
}

function Why({ id, what, onWhy }: { id: string; what: string; onWhy: ContactsProps['onWhy'] }) {
  const { t } = useI18n();
  if (!onWhy) return null;
  return (
    <Table.Cell>
      <Button
        data-size="sm"
        variant="tertiary"
        className="compact"
        aria-label={what}
        onClick={() => {
          onWhy(id);
        }}
      >
        {t('desk.board.ask_why')}
      </Button>
    </Table.Cell>
  );
}

interface ContactTableProps {
  labelledBy: string;
  /** What the lines begin with. */
  first: string;
  columns: readonly string[];
  why: ContactsProps['onWhy'];
  children: React.ReactNode;
}

function ContactTable({ labelledBy, first, columns, why, children }: ContactTableProps) {
  const { t } = useI18n();
  return (
    // Wide tables scroll by themselves and must then be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={labelledBy}>
      <Table data-size="sm" zebra>
        <Table.Head>
          <Table.Row>
            {[first, ...(why ? [t('desk.explain.title')] : []), ...columns].map((one) => (
              <Table.HeaderCell key={one} scope="col">
                {one}
              </Table.HeaderCell>
            ))}
          </Table.Row>
        </Table.Head>
        <Table.Body>{children}</Table.Body>
      </Table>
    </div>
  );
}
