import { Details } from '@digdir/designsystemet-react';
import { Fragment } from 'react';
import { TOPICS } from '../../../../api/shapes';
import { LANGUAGES } from '../../../../i18n/catalogue';
import { useI18n, type I18n } from '../../../app/i18n';
import { CHANNELS, ROLES } from '../../shapes';
import { COLUMNS, type Column } from './file';

/** Which columns a list has and what they hold. */
export function ListHelp() {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <Details data-size="sm">
      <Details.Summary>{t('desk.admin.import.help')}</Details.Summary>
      <Details.Content>
        <p>{t('desk.admin.import.help_means')}</p>
        <dl className="list-help">
          {COLUMNS.map((column) => (
            <Fragment key={column}>
              <dt>
                <code>{column}</code>
              </dt>
              <dd>{columnText(i18n, column)}</dd>
            </Fragment>
          ))}
        </dl>
      </Details.Content>
    </Details>
  );
}

const WORDS: Readonly<Partial<Record<Column, readonly string[]>>> = {
  roles: ROLES,
  languages: LANGUAGES,
  topics: TOPICS,
  channels: CHANNELS,
};

/** What a column holds: what it is for, and the words that can stand in it. */
export function columnText({ t }: I18n, column: Column): string {
  const text = t(`desk.admin.import.column_${column}`);
  const words = WORDS[column];
  return words ? `${text} ${t('desk.admin.import.words', { words: words.join(', ') })}` : text;
}
