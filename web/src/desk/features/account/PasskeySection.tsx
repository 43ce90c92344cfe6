import { Button, Heading, Textfield } from '@digdir/designsystemet-react';
import { useState, type SubmitEvent } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import { instantText } from '../../admin/parts/dates';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import type { AccountApi, OwnLogin, OwnPasskey } from './api';
import { makePasskey, passkeysPossible } from './passkey';

interface PasskeySectionProps {
  api: AccountApi;
  own: OwnLogin;
  onCodes: (codes: string[], text: string) => void;
  onDone: (text: string) => void;
}

const NAME_LIMIT = 60;

/** The account's passkeys. */
export function PasskeySection({ api, own, onCodes, onDone }: PasskeySectionProps) {
  const { t } = useI18n();
  const [going, setGoing] = useState<OwnPasskey>();
  const possible = own.passkeys_offered && passkeysPossible();
  return (
    <section aria-labelledby="passkey-title">
      <Heading id="passkey-title" level={2} data-size="xs">
        {t('desk.account.passkey.heading')}
      </Heading>
      <p>{t('desk.account.passkey.about')}</p>
      {own.passkeys.length > 0 && (
        <ul className="cards">
          {own.passkeys.map((one) => (
            <PasskeyCard
              key={one.id}
              passkey={one}
              onDelete={() => {
                setGoing(one);
              }}
            />
          ))}
        </ul>
      )}
      {possible ? (
        <NewPasskey api={api} onCodes={onCodes} />
      ) : (
        <p className="quiet">{t('desk.account.passkey.impossible')}</p>
      )}
      {going && (
        <Confirm
          title={t('desk.account.passkey.delete_title', { name: going.name })}
          consequences={[t('desk.account.passkey.delete_means'), t('desk.account.passkey.delete_device')]}
          confirm={t('desk.account.passkey.delete')}
          onConfirm={async () => {
            await api.deletePasskey(going.id);
            setGoing(undefined);
            onDone(t('desk.account.passkey.deleted', { name: going.name }));
          }}
          onClose={() => {
            setGoing(undefined);
          }}
        />
      )}
    </section>
  );
}

function PasskeyCard({ passkey, onDelete }: { passkey: OwnPasskey; onDelete: () => void }) {
  const { t, language } = useI18n();
  return (
    <li className="card row spread">
      <div>
        <strong>{passkey.name}</strong>
        <p className="quiet">
          {t('desk.account.passkey.made', { time: instantText(passkey.created_at, language) })}
          {'. '}
          {passkey.used_at === undefined
            ? t('desk.account.passkey.never_used')
            : t('desk.account.passkey.used', { time: instantText(passkey.used_at, language) })}
        </p>
      </div>
      <Button
        data-size="sm"
        variant="tertiary"
        data-color="danger"
        aria-label={t('desk.account.passkey.delete_what', { name: passkey.name })}
        onClick={onDelete}
      >
        {t('desk.account.passkey.delete')}
      </Button>
    </li>
  );
}

function NewPasskey({ api, onCodes }: Pick<PasskeySectionProps, 'api' | 'onCodes'>) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const missing = asked && name.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || name.trim() === '') return;
    void task.run(async () => {
      const { token, options } = await api.beginPasskey();
      const codes = await api.addPasskey(token, name.trim(), await makePasskey(options));
      setName('');
      setAsked(false);
      onCodes(codes, t('desk.account.passkey.added', { name: name.trim() }));
    });
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Textfield
        className="account-field"
        label={t('desk.account.passkey.name')}
        description={t('desk.account.passkey.name_means')}
        maxLength={NAME_LIMIT}
        autoComplete="off"
        value={name}
        error={missing ? t('desk.account.passkey.name_missing') : undefined}
        onChange={(event) => {
          setName(event.target.value);
          task.forget();
        }}
      />
      <ProblemLine problem={task.problem} />
      <div>
        <Button type="submit" data-size="sm" variant="secondary" loading={task.busy}>
          {t('desk.account.passkey.add')}
        </Button>
      </div>
    </form>
  );
}
