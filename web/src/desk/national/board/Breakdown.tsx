import { Table } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import type { BoardQueue } from '../shapes';

interface Row {
  key: string;
  name: string;
  waiting: number;
  available?: number;
}

/** Who waits, by language, channel, county and topic. */
export function Breakdowns({ queue }: { queue: BoardQueue }) {
  const { t, name } = useI18n();
  const rest = t('desk.board.not_said');
  return (
    <section className="board-breakdowns" aria-labelledby="board-breakdowns">
      <h2 id="board-breakdowns" className="part-title">
        {t('desk.board.breakdowns')}
      </h2>
      <div className="board-tables">
        <BarTable
          title={t('desk.board.by_language')}
          rows={queue.by_language.map((one) => ({
            ...one,
            key: one.language,
            name: name('language', one.language),
          }))}
        />
        <BarTable
          title={t('desk.board.by_channel')}
          rows={queue.by_channel.map((one) => ({ ...one, key: one.channel, name: name('channel', one.channel) }))}
        />
        <BarTable
          title={t('desk.board.by_county')}
          rows={queue.by_county.map(({ county, waiting }) => ({
            key: county ?? '',
            name: county === undefined ? rest : name('county', county),
            waiting,
          }))}
        />
        <BarTable
          title={t('desk.board.by_topic')}
          rows={queue.by_topic.map(({ topic, waiting }) => ({
            key: topic ?? '',
            name: topic === undefined ? rest : name('topic', topic),
            waiting,
          }))}
        />
      </div>
    </section>
  );
}

/** A table that is its own plot: each count with a bar as long. */
function BarTable({ title, rows }: { title: string; rows: readonly Row[] }) {
  const { t } = useI18n();
  const counted = rows.some(({ available }) => available !== undefined);
  const most = Math.max(1, ...rows.map(({ waiting }) => waiting));
  return (
    <div className="card">
      <Table data-size="sm" className="bar-table">
        <caption>{title}</caption>
        <Table.Head>
          <Table.Row>
            <Table.HeaderCell scope="col">{title}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('desk.queue.waiting')}</Table.HeaderCell>
            {counted && (
              <Table.HeaderCell scope="col" className="number">
                {t('desk.board.available')}
              </Table.HeaderCell>
            )}
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {rows.map((row) => (
            <Table.Row key={row.key}>
              <Table.HeaderCell scope="row">{row.name}</Table.HeaderCell>
              <Table.Cell>
                <span className="bar-cell">
                  <span className="bar-number">{row.waiting}</span>
                  <span className="bar-room" aria-hidden="true">
                    <span className="bar" style={{ inlineSize: `${(row.waiting / most) * 100}%` }} />
                  </span>
                </span>
              </Table.Cell>
              {counted && (
                <Table.Cell className="number">
                  {row.available}
                  {row.waiting > 0 && row.available === 0 && (
                    <span className="bar-warning"> {t('desk.board.none_available')}</span>
                  )}
                </Table.Cell>
              )}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      {rows.every(({ waiting }) => waiting === 0) && !counted && (
        <p className="quiet">{t('desk.board.nobody_waits')}</p>
      )}
    </div>
  );
}
