import { Alert, Button, Heading } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../../app/i18n';
import type { AdminApi } from '../../api';
import { ProblemLine } from '../../parts/ProblemLine';
import { useTask } from '../../parts/useTask';
import type { StaffListReport } from '../../shapes';
import { MailLanguage } from '../invitations/AddresseeFields';
import { emptyList, listText } from './file';
import { ListHelp } from './ListHelp';
import { ErrorTable, OutcomeTable } from './ReportTables';

interface ImportPanelProps {
  admin: AdminApi;
  onInvited: (count: number) => void;
  onCancel: () => void;
}

/** A file that was chosen, and what the server would do with it. */
interface Tried {
  file: string;
  csv: string;
  report: StaffListReport;
}

/** Invites everybody on a list: first it is told what would happen, then it happens to all or to nobody. */
export function ImportPanel({ admin, onInvited, onCancel }: ImportPanelProps) {
  const { t, plural, language: own } = useI18n();
  const [language, setLanguage] = useState(own);
  const [tried, setTried] = useState<Tried>();
  const task = useTask();
  const choose = (file: File) => {
    setTried(undefined);
    void task.run(async () => {
      const csv = listText(new Uint8Array(await file.arrayBuffer()));
      const report = await admin.importStaff({ csv, language, dry_run: true });
      setTried({ file: file.name, csv, report });
    });
  };
  const apply = ({ file, csv }: Tried) => {
    void task.run(async () => {
      const report = await admin.importStaff({ csv, language, dry_run: false });
      if (report.applied) onInvited(newcomers(report));
      else setTried({ file, csv, report });
    });
  };
  const count = tried && tried.report.errors.length === 0 ? newcomers(tried.report) : 0;
  return (
    <section className="stack" aria-labelledby="import-title">
      <Heading id="import-title" level={3} data-size="2xs">
        {t('desk.admin.import.title')}
      </Heading>
      <p>{t('desk.admin.import.means')}</p>
      <ListHelp />
      <MailLanguage language={language} onChange={setLanguage} />
      <FileChoice busy={task.busy} onChoose={choose} />
      <ProblemLine problem={task.problem} />
      <div role="status">{tried && <Verdict tried={tried} count={count} />}</div>
      {tried && <Details report={tried.report} />}
      <div className="row">
        {tried && count > 0 && (
          <Button
            data-size="sm"
            loading={task.busy}
            onClick={() => {
              apply(tried);
            }}
          >
            {plural('desk.admin.import.invite', count)}
          </Button>
        )}
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </section>
  );
}

function newcomers({ lines }: StaffListReport): number {
  return lines.filter(({ outcome }) => outcome === 'invited').length;
}

function Details({ report: { lines, errors } }: { report: StaffListReport }) {
  return (
    <>
      {errors.length > 0 && <ErrorTable errors={errors} />}
      {lines.length > 0 && <OutcomeTable lines={lines} stopped={errors.length > 0} />}
    </>
  );
}

/** Whether anything happens, in one sentence. */
function Verdict({ tried: { file, report }, count }: { tried: Tried; count: number }) {
  const { t, plural } = useI18n();
  const faults = report.errors.length;
  if (faults > 0) {
    return (
      <Alert data-color="danger" data-size="sm">
        {file}: {plural('desk.admin.import.faults', faults)} {t('desk.admin.import.nothing_done')}
      </Alert>
    );
  }
  return (
    <Alert data-color="info" data-size="sm">
      {file}: {count > 0 ? plural('desk.admin.import.ready', count) : t('desk.admin.import.nobody_new')}
    </Alert>
  );
}

function FileChoice({ busy, onChoose }: { busy: boolean; onChoose: (file: File) => void }) {
  const { t } = useI18n();
  return (
    <div className="row">
      <Button asChild data-size="sm" aria-busy={busy || undefined}>
        <label className="file-button">
          {t('desk.admin.import.file')}
          <input
            className="ds-sr-only"
            type="file"
            accept=".csv,.txt,text/csv"
            disabled={busy}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              // The same file can be chosen again once it is mended.
              event.target.value = '';
              if (file) onChoose(file);
            }}
          />
        </label>
      </Button>
      <Template />
    </div>
  );
}

function Template() {
  const { t } = useI18n();
  return (
    <Button data-size="sm" variant="secondary" onClick={saveEmptyList}>
      {t('desk.admin.import.template')}
    </Button>
  );
}

function saveEmptyList(): void {
  const address = URL.createObjectURL(emptyList());
  const link = document.createElement('a');
  link.href = address;
  link.download = 'veiviser-staff.csv';
  link.click();
  URL.revokeObjectURL(address);
}
