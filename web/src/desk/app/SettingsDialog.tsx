import { Button, Fieldset, Paragraph, Radio, Switch } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { beep, notificationState, unlockSound } from './alerts';
import { useI18n } from './i18n';
import { LanguageSelect } from './LanguageSelect';
import { Modal } from './Modal';
import { change, useSettings } from './settings';

export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const { sound, shortcuts } = useSettings();
  return (
    <Modal title={t('desk.settings.title')} onClose={onClose}>
      <div className="stack" data-size="sm">
        <LanguageSelect />
        <ThemeChoice />
        <div className="row spread">
          <Switch
            label={t('desk.settings.sound')}
            checked={sound}
            onChange={(event) => {
              change({ sound: event.target.checked });
            }}
          />
          <Button
            data-size="sm"
            variant="secondary"
            onClick={() => {
              unlockSound();
              setTimeout(() => {
                beep('offer', true);
              }, 100);
            }}
          >
            {t('desk.settings.sound_test')}
          </Button>
        </div>
        <Notifications />
        <Switch
          label={t('desk.settings.shortcuts')}
          checked={shortcuts}
          onChange={(event) => {
            change({ shortcuts: event.target.checked });
          }}
        />
      </div>
    </Modal>
  );
}

function ThemeChoice() {
  const { t } = useI18n();
  const { theme } = useSettings();
  const group = useId();
  return (
    <Fieldset>
      <Fieldset.Legend>{t('desk.settings.theme')}</Fieldset.Legend>
      <div className="row">
        {(['auto', 'light', 'dark'] as const).map((one) => (
          <Radio
            key={one}
            name={group}
            value={one}
            label={t(`desk.settings.theme_${one}`)}
            checked={theme === one}
            onChange={() => {
              change({ theme: one });
            }}
          />
        ))}
      </div>
    </Fieldset>
  );
}

/** System notifications are asked for by this button only, never unbidden. */
function Notifications() {
  const { t } = useI18n();
  const { notifications } = useSettings();
  const [permission, setPermission] = useState(notificationState);
  const ask = async () => {
    const answer = await Notification.requestPermission();
    setPermission(answer);
    change({ notifications: answer === 'granted' });
  };
  if (permission === 'granted') {
    return (
      <Switch
        label={t('desk.settings.notifications')}
        description={t('desk.settings.notifications_about')}
        checked={notifications}
        onChange={(event) => {
          change({ notifications: event.target.checked });
        }}
      />
    );
  }
  return (
    <div>
      <Paragraph data-size="sm">
        {permission === 'default' ? t('desk.settings.notifications_about') : t('desk.settings.notifications_blocked')}
      </Paragraph>
      {permission === 'default' && (
        <Button data-size="sm" variant="secondary" onClick={() => void ask()}>
          {t('desk.settings.notifications_ask')}
        </Button>
      )}
    </div>
  );
}
