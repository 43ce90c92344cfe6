import { Button, Heading } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { focusFault } from '../../admin/parts/focus';
import { same } from '../../admin/parts/merge';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { NationalApi } from '../api';
import type { PartnerApi } from './api';
import { earlyFaults, EMPTY, faultsOf, newPartnerOf } from './draft';
import { OrganisationFields } from './OrganisationFields';
import { PartnerFields } from './PartnerFields';
import type { Partner } from './shapes';
import type { CentreChoice } from './words';

interface NewPartnerFormProps {
  partners: PartnerApi;
  national: NationalApi;
  onSaved: (partner: Partner) => void;
  onCancel: () => void;
}

/** Registers an organisation. Its first key is added on its own page, once it is there. */
export function NewPartnerForm({ national, ...props }: NewPartnerFormProps) {
  const centres = useLoaded('national/centres', () => national.centres());
  return <Section loaded={centres}>{({ items }) => <Form {...props} centres={items} />}</Section>;
}

interface FormProps extends Omit<NewPartnerFormProps, 'national'> {
  centres: readonly CentreChoice[];
}

function Form({ partners, centres, onSaved, onCancel }: FormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(EMPTY);
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<Partner>();
  const form = useRef<HTMLFormElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const task = useTask();
  useEffect(() => {
    title.current?.focus();
  }, []);
  useUnsaved(made === undefined && !same(draft, EMPTY));
  useEffect(() => {
    if (made) onSaved(made);
  }, [made, onSaved]);
  const faults = faultsOf(draft);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy) return;
    const saved =
      faults.size === 0 &&
      (await task.run(async () => {
        setMade(await partners.register(newPartnerOf(draft)));
      }));
    if (!saved && form.current) focusFault(form.current);
  };
  const parts = {
    draft,
    faults: asked ? faults : earlyFaults(faults),
    refused: refusedFields(task.problem),
    onChange: (part: Partial<typeof draft>) => {
      setDraft({ ...draft, ...part });
      task.forget();
    },
  };
  return (
    <form ref={form} className="stack card" noValidate onSubmit={(event) => void submit(event)}>
      <Heading ref={title} level={2} data-size="2xs" tabIndex={-1}>
        {t('desk.partner.new')}
      </Heading>
      <OrganisationFields {...parts} />
      <PartnerFields {...parts} centres={centres} />
      <p className="quiet">{t('desk.partner.next')}</p>
      <ProblemLine problem={task.problem} />
      <div className="row">
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.partner.register')}
        </Button>
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}
