import { Alert, Button, Fieldset, Radio, Spinner } from '@digdir/designsystemet-react';
import { useId, useState, type SubmitEvent } from 'react';
import type { Colleague, Contact, TransferTarget } from '../../../api/shapes';
import { problemOf } from '../../api/client';
import { useDesk } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import { bestFirst, isFree, targetOf, type TransferKind } from './targets';

export interface Chosen {
  kind: TransferKind;
  target: TransferTarget;
  name: string;
}

interface TargetFormProps {
  contact: Contact;
  chosen: Chosen | undefined;
  onChosen: (chosen: Chosen) => void;
  onCancel: () => void;
}

interface Option {
  id: string;
  name: string;
  description: string;
}

export function TargetForm({ contact, chosen, onChosen, onCancel }: TargetFormProps) {
  const { t } = useI18n();
  const group = useId();
  const [kind, setKind] = useState<TransferKind>(chosen?.kind ?? 'colleague');
  const [picked, setPicked] = useState<Option>();
  const [missing, setMissing] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const target = targetOf(kind, picked?.id);
    setMissing(target === undefined);
    if (target) onChosen({ kind, target, name: picked?.name ?? '' });
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.transfer.whom')}</Fieldset.Legend>
        {(['colleague', 'centre', 'national'] as const).map((one) => (
          <Radio
            key={one}
            name={group}
            value={one}
            label={t(`desk.transfer.${one}`)}
            description={t(`desk.transfer.${one}_means`)}
            checked={kind === one}
            onChange={() => {
              setKind(one);
              setPicked(undefined);
              setMissing(false);
            }}
          />
        ))}
      </Fieldset>
      {kind === 'colleague' && <Colleagues contact={contact} picked={picked} onPick={setPicked} />}
      {kind === 'centre' && <Centres picked={picked} onPick={setPicked} />}
      <div role="alert">{missing && <p className="field-error">{t(`desk.transfer.${kind}_missing`)}</p>}</div>
      <div className="row dialog-actions">
        <Button type="submit">{t('desk.transfer.next')}</Button>
        <Button variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface PickProps {
  picked: Option | undefined;
  onPick: (option: Option) => void;
}

function Colleagues({ contact, picked, onPick }: PickProps & { contact: Contact }) {
  const { t, name, plural } = useI18n();
  const { api, staff } = useDesk();
  const colleagues = useLoaded('colleagues', () => api.colleagues());
  const describe = (colleague: Colleague) =>
    [
      colleague.centre_name,
      colleague.languages.map((language) => name('language', language)).join(', '),
      plural('desk.transfer.free', colleague.free_units),
    ].join(' · ');
  const others = (colleagues.value?.items ?? []).filter((colleague) => colleague.staff_id !== staff.id);
  const options = bestFirst(others.filter(isFree), contact.language).map((colleague) => ({
    id: colleague.staff_id,
    name: colleague.alias,
    description: describe(colleague),
  }));
  const busy = others.filter((colleague) => !isFree(colleague)).map((colleague) => colleague.alias);
  return (
    <Options
      legend={t('desk.transfer.choose_colleague')}
      none={t('desk.transfer.no_colleagues')}
      loaded={colleagues}
      options={options}
      note={busy.length > 0 ? t('desk.transfer.busy', { names: busy.join(', ') }) : undefined}
      picked={picked}
      onPick={onPick}
    />
  );
}

function Centres({ picked, onPick }: PickProps) {
  const { t, name } = useI18n();
  const { api } = useDesk();
  const centres = useLoaded('centres', () => api.centres());
  const all = (centres.value?.items ?? []).toSorted((a, b) => a.name.localeCompare(b.name, 'nb'));
  const options = all
    .filter((centre) => centre.open)
    .map((centre) => ({ id: centre.id, name: centre.name, description: name('county', centre.county) }));
  const closed = all.filter((centre) => !centre.open).map((centre) => centre.name);
  return (
    <Options
      legend={t('desk.transfer.choose_centre')}
      none={t('desk.transfer.no_centres')}
      loaded={centres}
      options={options}
      note={closed.length > 0 ? t('desk.transfer.closed', { names: closed.join(', ') }) : undefined}
      picked={picked}
      onPick={onPick}
    />
  );
}

interface OptionsProps extends PickProps {
  legend: string;
  none: string;
  loaded: Loaded<unknown>;
  options: Option[];
  /** Who cannot take over now. */
  note: string | undefined;
}

const FILTER_FROM = 8;

function Options({ legend, none, loaded, options, note, picked, onPick }: OptionsProps) {
  const { t, problem } = useI18n();
  const group = useId();
  const [search, setSearch] = useState('');
  if (loaded.error !== undefined) return <Alert data-color="danger">{problem(problemOf(loaded.error))}</Alert>;
  if (loaded.value === undefined) return <Spinner aria-label={t('desk.loading')} data-size="sm" />;
  if (options.length === 0) {
    return (
      <div className="quiet">
        <p>{none}</p>
        {note && <p>{note}</p>}
      </div>
    );
  }
  const wanted = search.trim().toLocaleLowerCase('nb');
  const shown = options.filter((option) =>
    `${option.name} ${option.description}`.toLocaleLowerCase('nb').includes(wanted),
  );
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{legend}</Fieldset.Legend>
      {options.length > FILTER_FROM && (
        <input
          className="ds-input"
          type="search"
          aria-label={t('desk.transfer.search')}
          placeholder={t('desk.transfer.search')}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
          }}
        />
      )}
      <div className="options">
        {shown.map((option) => (
          <Radio
            key={option.id}
            name={group}
            value={option.id}
            label={option.name}
            description={option.description}
            checked={picked?.id === option.id}
            onChange={() => {
              onPick(option);
            }}
          />
        ))}
      </div>
      {note && <p className="quiet">{note}</p>}
    </Fieldset>
  );
}
