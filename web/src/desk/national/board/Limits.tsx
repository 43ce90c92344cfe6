import { Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Done, useDeeds } from '../../admin/parts/Done';
import { MergeQuestion } from '../../admin/parts/MergeQuestion';
import { same } from '../../admin/parts/merge';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { SaveBar } from '../../admin/parts/SaveBar';
import { useMerging, type MergingState } from '../../admin/parts/useMerging';
import { refusedFields } from '../../admin/parts/useTask';
import type { Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { Thresholds } from '../shapes';
import type { BoardApi } from './api';
import { draftOf, LIMIT_BOUNDS, LIMITS, limitOf, limitsOf, limitsOfFields, type LimitName } from './limits';

interface LimitsProps {
  board: BoardApi;
  changeable: boolean;
}

/** From when on the board warns. */
export function Limits({ board, changeable }: LimitsProps) {
  const { t } = useI18n();
  const loaded = useLoaded('board/thresholds', () => board.thresholds());
  return (
    <section className="board-limits admin-section" aria-labelledby="board-limits">
      <h2 id="board-limits" className="part-title">
        {t('desk.board.limits')}
      </h2>
      <p className="quiet">{t('desk.board.limits_means')}</p>
      <Section loaded={loaded}>
        {(first) => (changeable ? <LimitForm board={board} first={first} /> : <LimitFacts limits={first.value} />)}
      </Section>
    </section>
  );
}

function LimitFacts({ limits }: { limits: Thresholds }) {
  const { t } = useI18n();
  return (
    <dl className="facts">
      {LIMITS.map((name) => (
        <div key={name} className="facts-pair">
          <dt>{t(`desk.board.limit.${name}`)}</dt>
          <dd>{limits[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

function useLimits({ board, first }: { board: BoardApi; first: Versioned<Thresholds> }) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(() => draftOf(first.value));
  const deeds = useDeeds();
  const merging = useMerging<Thresholds>({
    first,
    read: () => board.thresholds(),
    write: (fields, over) => board.setThresholds(limitsOfFields(fields), over.version),
    fieldsOf: (limits) => ({ ...limits }),
    onSaved: (limits) => {
      setDraft(draftOf(limits));
      deeds.tell({ text: t('desk.board.limits_saved'), keepsFocus: true });
    },
  });
  const dirty = !same(draft, draftOf(merging.base));
  useUnsaved(dirty);
  const limits = limitsOf(draft);
  const save = () => {
    if (dirty && limits) void merging.save({ ...limits });
  };
  return { draft, setDraft, deeds, merging, dirty, limits, save };
}

type LimitState = ReturnType<typeof useLimits>;

function LimitForm(props: { board: BoardApi; first: Versioned<Thresholds> }) {
  const { t } = useI18n();
  const state = useLimits(props);
  const { setDraft, deeds, merging, dirty, limits, save } = state;
  const { base, task, conflict } = merging;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <LimitFields {...state} />
      {!conflict && <ProblemLine problem={task.problem} />}
      <Done {...deeds} />
      <SaveBar
        dirty={dirty}
        busy={task.busy}
        fault={limits === undefined ? t('desk.admin.mend_first') : undefined}
        onSave={save}
        onDiscard={() => {
          setDraft(draftOf(base));
          task.forget();
        }}
      />
      <Merge merging={merging} />
    </form>
  );
}

function LimitFields({ draft, setDraft, deeds, merging }: LimitState) {
  const { t } = useI18n();
  const refused = refusedFields(merging.task.problem);
  const faultOf = (name: LimitName) => {
    const [least, most] = LIMIT_BOUNDS[name];
    if (limitOf(draft, name) === undefined) return t('desk.admin.retention.number_bad', { least, most });
    return refused.has(name) && t('desk.admin.refused');
  };
  return (
    <div className="rule-fields">
      {LIMITS.map((name) => (
        <Textfield
          key={name}
          className="short-field"
          label={t(`desk.board.limit.${name}`)}
          inputMode="numeric"
          value={draft[name]}
          error={faultOf(name)}
          onChange={(event) => {
            setDraft({ ...draft, [name]: event.target.value });
            deeds.tell(undefined);
          }}
        />
      ))}
    </div>
  );
}

function Merge({ merging: { conflict, task, merge, later } }: { merging: MergingState<Thresholds> }) {
  const { t } = useI18n();
  if (!conflict) return null;
  return (
    <MergeQuestion
      key={conflict.theirs.version}
      found={conflict.found}
      nameOf={(field) => t(`desk.board.limit.${field as LimitName}`)}
      textOf={(_, value) => String(value)}
      task={task}
      onMerge={merge}
      onClose={later}
    />
  );
}
