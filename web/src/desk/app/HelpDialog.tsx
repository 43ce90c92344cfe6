import { Paragraph, Table } from '@digdir/designsystemet-react';
import { useI18n } from './i18n';
import { Modal } from './Modal';
import { letters } from './shortcuts';

/** All shortcuts in one table. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const rows: [keys: string, what: string][] = [
    ['?', t('desk.help.help')],
    ...(['accept', 'decline', 'phrases', 'transfer', 'close', 'presence', 'list'] as const).map(
      (name): [string, string] => [`Alt + ${letters[name].toUpperCase()}`, t(`desk.help.${name}`)],
    ),
    ['Alt + 1 – 9', t('desk.help.chat')],
    ['/', t('desk.help.slash')],
    ['Enter', t('desk.help.enter')],
    ['Shift + Enter', t('desk.help.newline')],
    ['Esc', t('desk.help.escape')],
  ];
  return (
    <Modal title={t('desk.help.title')} onClose={onClose}>
      <Table data-size="sm">
        <Table.Head>
          <Table.Row>
            <Table.HeaderCell>{t('desk.help.keys')}</Table.HeaderCell>
            <Table.HeaderCell>{t('desk.help.what')}</Table.HeaderCell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {rows.map(([keys, what]) => (
            <Table.Row key={keys}>
              <Table.Cell>
                <kbd>{keys}</kbd>
              </Table.Cell>
              <Table.Cell>{what}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      <Paragraph data-size="sm">{t('desk.help.mac')}</Paragraph>
    </Modal>
  );
}
