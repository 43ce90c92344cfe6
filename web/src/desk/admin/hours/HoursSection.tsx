import { useEffect, useState } from 'react';
import type { Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { WEEKDAYS } from '../../features/centre/week';
import { Done } from '../parts/Done';
import { MergeQuestion } from '../parts/MergeQuestion';
import { ProblemLine } from '../parts/ProblemLine';
import { SaveBar } from '../parts/SaveBar';
import type { SectionProps } from '../section';
import type { Items, WeeklyInterval } from '../shapes';
import { CopyCentre } from './CopyCentre';
import { CopyDialog } from './CopyDialog';
import { DayEditor } from './DayEditor';
import { HoursReading } from './HoursReading';
import { Answers } from './preview/Answers';
import { HoursPreview } from './preview/HoursPreview';
import { copyDay, dayOf, firstService, nextSpan, ofService, type Service } from './rows';
import { ServiceChoice } from './ServiceChoice';
import { fieldId } from './SpanFields';
import { useWeek, type Week } from './useWeek';
import { WeekPlot } from './WeekPlot';
import { capital, cellName, cellText } from './words';

/** The weekly hours of every queue and channel. */
export function HoursSection(props: SectionProps) {
  const { admin, may } = props;
  const loaded = useLoaded('admin/hours', () => admin.hours());
  return (
    <Section loaded={loaded}>
      {(first) =>
        may('hours:replace') ? (
          <HoursEditor {...props} first={first} />
        ) : (
          <HoursReading admin={admin} items={first.value.items} />
        )
      }
    </Section>
  );
}

interface HoursEditorProps extends SectionProps {
  first: Versioned<Items<WeeklyInterval>>;
}

function HoursEditor({ admin, first, onChanged }: HoursEditorProps) {
  const { t, plural } = useI18n();
  const week = useWeek(admin, first, onChanged);
  const { rows, faults, dirty, merging } = week;
  const [service, setService] = useState<Service>(() => firstService(rows));
  const setFocus = useFocus();
  const save = () => {
    const wrong = rows.find((row) => faults.get(row.id) && faults.get(row.id)?.kind !== 'refused');
    const fault = wrong && faults.get(wrong.id);
    if (wrong && fault) {
      setService(wrong);
      setFocus(fieldId(wrong.id, fault.field));
    } else if (dirty) week.save();
  };
  return (
    <div className="stack">
      <ServiceChoice rows={rows} faults={faults} service={service} onChoose={setService} />
      <WeekPlot rows={ofService(rows, service)} service={service} />
      <Days week={week} service={service} onFocus={setFocus} />
      <CopyCentre
        admin={admin}
        rows={rows}
        onCopy={(copied, name) => {
          week.change(copied, t('desk.admin.hours.centre_copied', { name }));
        }}
      />
      {!merging.conflict && <ProblemLine problem={merging.task.problem} />}
      <Done {...week.deeds} />
      <SaveBar
        dirty={dirty}
        busy={merging.task.busy}
        fault={faults.size > 0 ? plural('desk.admin.hours.faults', faults.size) : undefined}
        onSave={save}
        onDiscard={week.discard}
      />
      <HoursPreview admin={admin} service={service} saved={merging.base} unsaved={dirty} />
      <Answers admin={admin} queue={service.queue} saved={JSON.stringify(merging.base)} />
      <Merge week={week} />
    </div>
  );
}

interface DaysProps {
  week: Week;
  service: Service;
  onFocus: (id: string) => void;
}

function Days({ week, service, onFocus }: DaysProps) {
  const { t, name } = useI18n();
  const { rows, faults, change } = week;
  const [copying, setCopying] = useState<number>();
  const { queue, channel } = service;
  const add = (weekday: number) => {
    const row = { ...nextSpan(dayOf(rows, service, weekday)), queue, channel, weekday, from: '', until: '' };
    change([...rows, row]);
    onFocus(fieldId(row.id, 'opens'));
  };
  return (
    <div className="days">
      {WEEKDAYS.map((weekday) => (
        <DayEditor
          key={`${queue}/${channel}/${weekday}`}
          weekday={weekday}
          rows={dayOf(rows, service, weekday)}
          faults={faults}
          onAdd={() => {
            add(weekday);
          }}
          onChange={(id, part) => {
            change(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
          }}
          onRemove={(id) => {
            change(rows.filter((row) => row.id !== id));
          }}
          onCopy={() => {
            setCopying(weekday);
          }}
        />
      ))}
      {copying !== undefined && (
        <CopyDialog
          from={copying}
          onCopy={(to) => {
            const weekday = capital(name('weekday', String(copying)));
            change(copyDay(rows, service, copying, to), t('desk.admin.hours.copied', { weekday }));
            setCopying(undefined);
          }}
          onClose={() => {
            setCopying(undefined);
          }}
        />
      )}
    </div>
  );
}

function Merge({ week: { merging } }: { week: Week }) {
  const i18n = useI18n();
  const { conflict, task, merge, later } = merging;
  if (!conflict) return null;
  return (
    <MergeQuestion
      key={conflict.theirs.version}
      found={conflict.found}
      nameOf={(field) => cellName(i18n, field) ?? field}
      textOf={(_, value) => cellText(i18n, value as WeeklyInterval[] | undefined)}
      task={task}
      onMerge={merge}
      onClose={later}
    />
  );
}

/** Puts the focus on an element once it is there. */
function useFocus(): (id: string) => void {
  const [wanted, setWanted] = useState<{ id: string }>();
  useEffect(() => {
    if (wanted) document.getElementById(wanted.id)?.focus();
  }, [wanted]);
  return (id) => {
    setWanted({ id });
  };
}
