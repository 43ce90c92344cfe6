import { Button, Details, Heading, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { instantText } from '../parts/dates';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';
import type { RecordsApi } from '../records';
import type { RetentionReport, RetentionReports } from '../shapes';

/** What was erased so far, newest first. */
export function Reports({ records, of }: { records: RecordsApi; of: string }) {
  const { t } = useI18n();
  const first = useLoaded(`retention/reports/${of}`, () => records.reports(undefined));
  return (
    <section className="stack" aria-labelledby="reports-title">
      <Heading id="reports-title" level={3} data-size="xs">
        {t('desk.admin.retention.reports.title')}
      </Heading>
      <p className="quiet">{t('desk.admin.retention.reports.means')}</p>
      <Section loaded={first}>{(page) => <ReportList records={records} first={page} />}</Section>
    </section>
  );
}

function ReportList({ records, first }: { records: RecordsApi; first: RetentionReports }) {
  const { t } = useI18n();
  const [pages, setPages] = useState([first]);
  const task = useTask();
  const reports = pages.flatMap((page) => page.items);
  const next = pages.at(-1)?.next;
  if (reports.length === 0) return <p>{t('desk.admin.retention.reports.none')}</p>;
  const more = (after: string) =>
    task.run(async () => {
      const page = await records.reports(after);
      setPages([...pages, page]);
    });
  return (
    <>
      <ol className="cards">
        {reports.map((report) => (
          <ReportItem key={report.id} report={report} />
        ))}
      </ol>
      <ProblemLine problem={task.problem} />
      <div className="row">
        {next !== undefined && (
          <Button data-size="sm" variant="secondary" loading={task.busy} onClick={() => void more(next)}>
            {t('desk.admin.retention.reports.more')}
          </Button>
        )}
        <Button
          data-size="sm"
          variant="secondary"
          data-color="neutral"
          onClick={() => {
            download(reports);
          }}
        >
          {t('desk.admin.retention.reports.download')}
        </Button>
      </div>
    </>
  );
}

function ReportItem({ report }: { report: RetentionReport }) {
  const { t, language } = useI18n();
  const signed = report.signature !== undefined;
  return (
    <li className="card stack">
      <div className="row spread">
        <strong>
          <time dateTime={report.sealed_at}>{instantText(report.sealed_at, language)}</time>
        </strong>
        <Tag data-size="sm" data-color={signed ? 'success' : 'neutral'}>
          {t(signed ? 'desk.admin.retention.reports.signed' : 'desk.admin.retention.reports.unsigned')}
        </Tag>
      </div>
      <p>
        {t('desk.admin.retention.reports.counts', {
          conversations: report.conversations,
          messages: report.messages,
          entries: report.audit_entries,
        })}
      </p>
      <p className="quiet">
        {t('desk.admin.retention.reports.until', {
          content: instantText(report.content_until, language),
          audit: instantText(report.audit_until, language),
        })}
      </p>
      <Details data-size="sm">
        <Details.Summary>{t('desk.admin.retention.reports.sealed_text')}</Details.Summary>
        <Details.Content>
          <pre className="sealed">{sealedText(report)}</pre>
        </Details.Content>
      </Details>
    </li>
  );
}

function sealedText({ text, sha256, public_key: key, signature }: RetentionReport): string {
  const lines = [`sha256 ${sha256}`, key && `public_key ${key}`, signature && `signature ${signature}`];
  return [text, ...lines.filter((line) => line !== undefined)].join('\n');
}

/** Hands over what is shown as a file. */
function download(reports: readonly RetentionReport[]): void {
  const file = new Blob([JSON.stringify(reports, undefined, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'retention-reports.json';
  link.click();
  URL.revokeObjectURL(link.href);
}
