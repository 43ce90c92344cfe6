import { Button } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Language, Phase, Phrase } from '../../../api/shapes';
import { problemOf } from '../../api/client';
import { useDesk } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { useLoaded } from '../../app/useLoaded';
import { matching, PHASES } from './phrases';

interface PhrasePanelProps {
  /** The seeker's language, in which the phrases are written. */
  language: Language;
  /** Called with the chosen text, or with nothing when the panel is closed. */
  onDone: (text?: string) => void;
}

/** A searchable list of ready sentences, sorted by the phase of the talk. */
export function PhrasePanel({ language, onDone }: PhrasePanelProps) {
  const { t, problem } = useI18n();
  const { api } = useDesk();
  const [search, setSearch] = useState('');
  const [phase, setPhase] = useState<Phase>();
  const loaded = useLoaded(`phrases/${language}`, () => api.phrases(language));
  const hits = matching(loaded.value?.items ?? [], search, phase);
  return (
    <div className="phrases" role="group" aria-label={t('desk.phrases.title')}>
      <PhraseSearch hits={hits} search={search} onSearch={setSearch} onDone={onDone} />
      <div className="row phases" role="group" aria-label={t('desk.phrases.phase')}>
        {PHASES.map((one) => (
          <Button
            key={one}
            className="compact"
            variant={phase === one ? 'primary' : 'secondary'}
            data-color="neutral"
            aria-pressed={phase === one}
            onClick={() => {
              setPhase(phase === one ? undefined : one);
            }}
          >
            {t(`desk.phase.${one}`)}
          </Button>
        ))}
      </div>
      {loaded.error !== undefined && <p role="alert">{problem(problemOf(loaded.error))}</p>}
    </div>
  );
}

interface PhraseSearchProps {
  hits: Phrase[];
  search: string;
  onSearch: (text: string) => void;
  onDone: (text?: string) => void;
}

function PhraseSearch({ hits, search, onSearch, onDone }: PhraseSearchProps) {
  const { t } = useI18n();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [marked, setMarked] = useState(0);
  const current = hits[Math.min(marked, hits.length - 1)];
  useEffect(() => {
    field.current?.focus();
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${current?.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, current?.id]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0)
      setMarked((Math.min(marked, hits.length - 1) + step + hits.length) % hits.length);
    else if (event.key === 'Enter' && current) onDone(current.body);
    else if (event.key === 'Escape') onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <input
        ref={field}
        className="ds-input"
        type="text"
        role="combobox"
        aria-label={t('desk.phrases.search')}
        placeholder={t('desk.phrases.search')}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        value={search}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          onSearch(event.target.value);
          setMarked(0);
        }}
      />
      <PhraseOptions id={id} hits={hits} current={current} onDone={onDone} />
      {hits.length === 0 && <p className="quiet">{t('desk.phrases.none')}</p>}
    </>
  );
}

interface PhraseOptionsProps {
  id: string;
  hits: Phrase[];
  current: Phrase | undefined;
  onDone: (text: string) => void;
}

function PhraseOptions({ id, hits, current, onDone }: PhraseOptionsProps) {
  const { t } = useI18n();
  return (
    <div
      className="phrase-list"
      id={`${id}-list`}
      role="listbox"
      aria-label={t('desk.phrases.title')}
      hidden={hits.length === 0}
    >
      {PHASES.filter((phase) => hits.some((phrase) => phrase.phase === phase)).map((phase) => (
        <div key={phase} role="group" aria-labelledby={`${id}-${phase}`}>
          <div id={`${id}-${phase}`} className="phrase-phase" role="presentation">
            {t(`desk.phase.${phase}`)}
          </div>
          {hits
            .filter((phrase) => phrase.phase === phase)
            .map((phrase) => (
              // The search field holds the focus and its keys move the mark, as the combobox pattern wants.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={phrase.id}
                id={`${id}-${phrase.id}`}
                className="phrase"
                role="option"
                aria-selected={phrase === current}
                onClick={() => {
                  onDone(phrase.body);
                }}
              >
                <strong>{phrase.title}</strong>
                <span>{phrase.body}</span>
              </div>
            ))}
        </div>
      ))}
    </div>
  );
}
