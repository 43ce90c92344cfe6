import { Button, Field, Label, ValidationMessage } from '@digdir/designsystemet-react';
import { useId, useRef, useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Confirm } from '../parts/Confirm';
import { Done, useDeeds } from '../parts/Done';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';
import type { SectionProps } from '../section';
import type { Logo } from '../shapes';
import { logoFault } from './draft';

interface LogoFieldProps extends SectionProps {
  logo: Logo | undefined;
  /** The logo is another one, or gone. */
  onLogo: () => void;
}

/** The logo: shown, replaced and removed at once, apart from what is saved below. */
export function LogoField({ admin, logo, onLogo, onChanged }: LogoFieldProps) {
  const { t } = useI18n();
  const [shown, setShown] = useState(logo);
  const [removing, setRemoving] = useState(false);
  const deeds = useDeeds();
  const changed = (next: Logo | undefined, text: string) => {
    setShown(next);
    deeds.tell({ text });
    onLogo();
    onChanged();
  };
  return (
    <section className="card stack" aria-labelledby="logo-title">
      <h3 id="logo-title" className="ds-heading" data-size="2xs">
        {t('desk.admin.logo.title')}
      </h3>
      {shown ? (
        <img className="logo" src={admin.logoPath(shown)} alt={t('desk.admin.logo.present')} />
      ) : (
        <p className="quiet">{t('desk.admin.logo.none')}</p>
      )}
      <LogoChoice
        send={async (image) => {
          changed(await admin.replaceLogo(image), t('desk.admin.logo.saved'));
        }}
      />
      {shown && (
        <div>
          <Button
            data-size="sm"
            variant="tertiary"
            data-color="danger"
            onClick={() => {
              setRemoving(true);
            }}
          >
            {t('desk.admin.logo.remove')}
          </Button>
        </div>
      )}
      <Done {...deeds} />
      {removing && (
        <Confirm
          title={t('desk.admin.logo.remove_title')}
          consequences={[t('desk.admin.logo.remove_means')]}
          confirm={t('desk.admin.logo.remove')}
          onConfirm={async () => {
            await admin.deleteLogo();
            setRemoving(false);
            changed(undefined, t('desk.admin.logo.removed'));
          }}
          onClose={() => {
            setRemoving(false);
          }}
        />
      )}
    </section>
  );
}

function LogoChoice({ send }: { send: (image: File) => Promise<void> }) {
  const { t } = useI18n();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<'large' | 'kind'>();
  const task = useTask();
  const choose = (image: File | undefined) => {
    if (!image) return;
    const wrong = logoFault(image);
    setFault(wrong);
    if (wrong) return;
    void task.run(async () => {
      await send(image);
      if (field.current) field.current.value = '';
    });
  };
  return (
    <Field>
      <Label htmlFor={id}>{t('desk.admin.logo.choose')}</Label>
      <Field.Description>{t('desk.admin.logo.means')}</Field.Description>
      <input
        ref={field}
        id={id}
        type="file"
        className="ds-input"
        accept="image/png,image/jpeg,image/webp"
        aria-invalid={fault !== undefined || undefined}
        disabled={task.busy}
        onChange={(event) => {
          choose(event.target.files?.[0]);
        }}
      />
      {fault && <ValidationMessage>{t(`desk.admin.logo.${fault}`)}</ValidationMessage>}
      <ProblemLine problem={task.problem} />
    </Field>
  );
}
