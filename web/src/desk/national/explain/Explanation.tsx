import { Button, Tag, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { instantText } from '../../admin/parts/dates';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { PolicyLink } from '../parts/PolicyLink';
import type { Decision, Explanation as Now, Judged } from '../shapes';
import { known, type Known } from './api';
import { consideredText, exclusionsOf, found, judgedText, nowText, offerText } from './words';

interface ExplanationProps {
  api: StaffApi;
  contactId: string;
  /** Whether the pages of the routing policies may be read. */
  policies: boolean;
  /** The headings below the title. */
  level: 2 | 3;
}

/** Why a contact went where it went, and why it waits if it does. */
export function Explanation({ api, contactId, policies, level }: ExplanationProps) {
  const loaded = useLoaded(`explanation/${contactId}`, () => known(api.client, contactId));
  return (
    <Section loaded={loaded}>
      {(all) => <Content all={all} policies={policies} level={level} again={loaded.again} />}
    </Section>
  );
}

interface ContentProps {
  all: Known;
  policies: boolean;
  level: 2 | 3;
  again: () => void;
}

function Content({ all, policies, level, again }: ContentProps) {
  const { t } = useI18n();
  const [words, setWords] = useState('');
  const { items } = all.decisions;
  const Title = level === 2 ? 'h2' : 'h3';
  const anybody = all.now.judged.length > 0 || items.some(({ judged }) => judged.length > 0);
  return (
    <div className="stack explanation">
      {anybody && (
        <Textfield
          className="filter"
          type="search"
          label={t('desk.explain.search')}
          description={t('desk.explain.search_means')}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
          }}
        />
      )}
      <section className="part">
        <Title className="part-title">{t('desk.explain.now')}</Title>
        <NowPart now={all.now} words={words} policies={policies} />
        {all.now.state === 'waiting' && (
          <div>
            <Button data-size="sm" variant="secondary" onClick={again}>
              {t('desk.explain.again')}
            </Button>
          </div>
        )}
      </section>
      <section className="part">
        <Title className="part-title">{t('desk.explain.decisions')}</Title>
        {items.length === 0 && <p className="quiet">{t('desk.explain.no_decisions')}</p>}
        <ol className="cards">
          {items.map((decision) => (
            <li key={`${decision.at}/${decision.alias}`} className="card stack">
              <DecisionPart decision={decision} words={words} policies={policies} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function NowPart({ now, words, policies }: { now: Now; words: string; policies: boolean }) {
  const i18n = useI18n();
  const { judged, policy_version: version } = now;
  return (
    <div className="stack">
      <p>
        <strong>{nowText(i18n, now)}</strong>
      </p>
      {judged.length > 0 && <p>{consideredText(i18n, judged.length, exclusionsOf(judged))}</p>}
      {version !== undefined && <PolicyLink version={version} linked={policies} />}
      <Candidates judged={judged} words={words} />
    </div>
  );
}

function DecisionPart({ decision, words, policies }: { decision: Decision; words: string; policies: boolean }) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const { at, outcome, new_round: again, considered, exclusions, judged, policy_version: version } = decision;
  return (
    <>
      <div className="row">
        <time dateTime={at}>{instantText(at, language)}</time>
        {outcome && (
          <Tag data-size="sm" data-color={outcome === 'accepted' ? 'success' : 'neutral'}>
            {t(`desk.explain.outcome.${outcome}`)}
          </Tag>
        )}
      </div>
      <p>
        <strong>{offerText(i18n, decision)}</strong>
      </p>
      <p>{consideredText(i18n, considered, exclusions)}</p>
      {again && <p className="quiet">{t('desk.explain.new_round')}</p>}
      <PolicyLink version={version} linked={policies} />
      <Candidates judged={judged} words={words} />
    </>
  );
}

/** Everybody who was considered, behind a button until somebody is searched for. */
function Candidates({ judged, words }: { judged: readonly Judged[]; words: string }) {
  const { t, plural } = useI18n();
  const searching = words.trim() !== '';
  if (judged.length === 0) return null;
  const some = found(judged, words);
  if (searching) {
    return some.length === 0 ? <p>{t('desk.explain.not_found', { words })}</p> : <CandidateTable judged={some} />;
  }
  return (
    <details>
      <summary>{plural('desk.explain.everybody', judged.length)}</summary>
      <CandidateTable judged={some} />
    </details>
  );
}

function CandidateTable({ judged }: { judged: readonly Judged[] }) {
  const i18n = useI18n();
  return (
    <ul className="candidates">
      {judged.map((one) => (
        <li key={`${one.alias}/${one.centre}`} data-chosen={one.chosen || undefined}>
          <strong>{one.alias}</strong>
          <span>{one.centre}</span>
          <span>{judgedText(i18n, one)}</span>
        </li>
      ))}
    </ul>
  );
}
