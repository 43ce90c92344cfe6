import { Button, Heading } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { ShiftFacts } from '../../features/rota/ShiftFacts';
import type { Absence } from '../../features/rota/shapes';
import type { Slot } from '../../features/rota/slots';
import { weekFrom } from '../../features/rota/wall';
import { dayText, slotText } from '../../features/rota/words';
import { capital } from '../hours/words';
import { clashes, type Block } from './block';
import { absentOn } from './DayHeads';
import { usualSlot } from './WeekGrid';

interface DayListProps {
  monday: string;
  blocks: readonly Block[];
  absences: readonly Absence[];
  /** Absent for those who may not. */
  onAdd?: (slot: Slot) => void;
  onOpen?: (block: Block) => void;
}

/** The week as a list for each day, where there is no room for days side by side. */
export function DayList({ monday, blocks, absences, onAdd, onOpen }: DayListProps) {
  const i18n = useI18n();
  const { t } = i18n;
  return weekFrom(monday).map((date) => (
    <div key={date} className="stack rota-day">
      <div className="row spread">
        <Heading level={3} data-size="2xs">
          {capital(dayText(i18n, date))}
        </Heading>
        {onAdd && (
          <Button
            data-size="sm"
            variant="tertiary"
            aria-label={t('desk.rota.add_on', { day: dayText(i18n, date) })}
            onClick={() => {
              onAdd(usualSlot(date));
            }}
          >
            + {t('desk.rota.shift')}
          </Button>
        )}
      </div>
      {absentOn(absences, date).map((alias) => (
        <p key={alias} className="quiet">
          {t('desk.rota.absent', { alias })}
        </p>
      ))}
      <Shifts blocks={blocks.filter(({ slot }) => slot.date === date)} all={blocks} onOpen={onOpen} />
    </div>
  ));
}

interface ShiftsProps {
  blocks: readonly Block[];
  all: readonly Block[];
  onOpen: ((block: Block) => void) | undefined;
}

function Shifts({ blocks, all, onOpen }: ShiftsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  if (blocks.length === 0) return <p className="quiet">{t('desk.rota.no_shifts_day')}</p>;
  return (
    <ul className="cards">
      {blocks.map((block) => (
        <li key={block.id} className="card rota-card" data-state={block.shift.state}>
          <ShiftFacts
            shift={block.shift}
            title={block.shift.alias}
            clash={clashes(all, block.shift.staff_id, block.slot, block.id).length > 0}
          />
          {onOpen && (
            <Button
              data-size="sm"
              variant="secondary"
              aria-label={t('desk.admin.edit_what', { what: `${block.shift.alias}, ${slotText(i18n, block.slot)}` })}
              onClick={() => {
                onOpen(block);
              }}
            >
              {t('desk.admin.edit')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
