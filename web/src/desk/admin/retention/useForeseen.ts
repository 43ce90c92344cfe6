import { useEffect, useState } from 'react';
import { useI18n } from '../../app/i18n';
import type { RecordsApi } from '../records';
import type { Retention, RetentionPreview } from '../shapes';

/** How long somebody may go on typing before it is counted. */
const PAUSE_MS = 400;

interface Counted {
  choice: string;
  preview: RetentionPreview | undefined;
}

/** What a choice would erase at once, in sentences; counted when the typing pauses. */
export function useForeseen(records: RecordsApi, choice: Retention | undefined): string[] {
  const { t, plural } = useI18n();
  const [counted, setCounted] = useState<Counted>();
  const asked = choice && JSON.stringify(choice);
  useEffect(() => {
    if (asked === undefined) return;
    let wanted = true;
    const timer = setTimeout(() => {
      records.previewRetention(JSON.parse(asked) as Retention).then(
        (preview) => {
          if (wanted) setCounted({ choice: asked, preview });
        },
        () => {
          if (wanted) setCounted({ choice: asked, preview: undefined });
        },
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [records, asked]);
  if (asked === undefined) return [];
  if (counted === undefined || counted.choice !== asked) return [t('desk.admin.retention.counting')];
  if (counted.preview === undefined) return [t('desk.error.unexpected')];
  const { conversations, audit_entries: entries } = counted.preview;
  if (conversations === 0 && entries === 0) return [t('desk.admin.retention.erases_nothing')];
  return [
    ...(conversations > 0 ? [plural('desk.admin.retention.erases_content', conversations)] : []),
    ...(entries > 0 ? [plural('desk.admin.retention.erases_log', entries)] : []),
  ];
}
