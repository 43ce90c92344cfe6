import { Table } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { percentText } from '../parts/numbers';
import { PairBars } from '../parts/PairBars';
import type { BoardCentre } from '../shapes';

const COUNTS = ['available', 'wrap_up', 'away', 'offline', 'conversations'] as const;

/** What each centre has promised and given today. */
export function Delivered({ centres }: { centres: readonly BoardCentre[] }) {
  const { t, language } = useI18n();
  const sharing = centres.filter(({ agreed, delivered }) => agreed !== undefined || delivered !== undefined);
  return (
    <section className="board-delivered" aria-labelledby="board-delivered">
      <h2 id="board-delivered" className="part-title">
        {t('desk.board.delivered_title')}
      </h2>
      <p className="quiet">{t('desk.board.delivered_means')}</p>
      {sharing.length === 0 ? (
        <p>{t('desk.board.no_agreements')}</p>
      ) : (
        <PairBars
          series={[t('desk.board.agreed'), t('desk.board.delivered')]}
          rows={sharing.map(({ id, name, agreed, delivered }) => ({ key: id, name, values: [agreed, delivered] }))}
          looks={[1, 0]}
          first={t('desk.national.agreements.centre')}
          textOf={(value) => percentText(value, language)}
          title={t('desk.board.delivered_title')}
        />
      )}
    </section>
  );
}

/** Who is there now, centre by centre. */
export function CentreTable({ centres }: { centres: readonly BoardCentre[] }) {
  const { t } = useI18n();
  return (
    <div className="part board-centres">
      <h2 id="board-centres" className="part-title">
        {t('desk.board.centres')}
      </h2>
      {/* Wide tables scroll by themselves and must then be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="board-centres">
        <Table data-size="sm" zebra>
          <Table.Head>
            <Table.Row>
              <Table.HeaderCell scope="col">{t('desk.national.agreements.centre')}</Table.HeaderCell>
              <Table.HeaderCell scope="col">{t('desk.board.state')}</Table.HeaderCell>
              {COUNTS.map((one) => (
                <Table.HeaderCell key={one} scope="col" className="number">
                  {t(`desk.board.${one}`)}
                </Table.HeaderCell>
              ))}
            </Table.Row>
          </Table.Head>
          <Table.Body>
            {centres.map((centre) => (
              <CentreRow key={centre.id} centre={centre} />
            ))}
          </Table.Body>
        </Table>
      </div>
    </div>
  );
}

function CentreRow({ centre }: { centre: BoardCentre }) {
  const { t, name } = useI18n();
  return (
    <Table.Row>
      <Table.HeaderCell scope="row">
        <PageLink className="ds-link" to={pathOf('national', centre.id)}>
          {centre.name}
        </PageLink>
      </Table.HeaderCell>
      <Table.Cell>
        <span className="dot" data-tone={centre.open ? 'good' : 'idle'} aria-hidden="true" />{' '}
        {centre.open ? t('desk.centre.open') : name('desk.board.why', centre.why ?? 'not_offered')}
      </Table.Cell>
      {COUNTS.map((one) => (
        <Table.Cell key={one} className="number">
          {centre[one]}
        </Table.Cell>
      ))}
    </Table.Row>
  );
}
