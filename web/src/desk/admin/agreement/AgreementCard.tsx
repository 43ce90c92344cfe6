import { Button, Heading, Tag } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useI18n } from '../../app/i18n';
import { today } from '../parts/dates';
import type { Agreement } from '../shapes';
import { standingOf, type Standing } from './order';
import { periodText, storyOf, termsText } from './words';

const COLOURS: Readonly<Partial<Record<Standing, 'success' | 'info' | 'warning'>>> = {
  in_force: 'success',
  coming: 'info',
  proposed: 'warning',
};

/** One agreement or proposal, who said what about it, and what can be done. */
export function AgreementCard({ agreement, children }: { agreement: Agreement; children?: ReactNode }) {
  const i18n = useI18n();
  const { t, name } = i18n;
  const standing = standingOf(agreement, today());
  return (
    <li className="card stack">
      <div className="row spread">
        <Heading level={4} data-size="2xs">
          {name('channel', agreement.channel)}: {termsText(i18n, agreement)}
        </Heading>
        <Tag data-size="sm" data-color={COLOURS[standing] ?? 'neutral'}>
          {t(`desk.admin.agreement.${standing}`)}
        </Tag>
      </div>
      <p>{periodText(i18n, agreement)}</p>
      <ul className="story quiet">
        {storyOf(i18n, agreement).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {children}
    </li>
  );
}

interface StepButtonProps {
  /** What it does, and to what. */
  text: string;
  label: string;
  kind?: 'primary' | 'secondary' | 'danger';
  onClick: () => void;
}

/** One thing that can be done about an agreement. */
export function StepButton({ text, label, kind = 'secondary', onClick }: StepButtonProps) {
  const danger = kind === 'danger';
  return (
    <Button
      data-size="sm"
      variant={danger ? 'tertiary' : kind}
      {...(danger && { 'data-color': 'danger' as const })}
      aria-label={label}
      onClick={onClick}
    >
      {text}
    </Button>
  );
}
