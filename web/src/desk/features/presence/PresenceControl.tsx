import { ToggleGroup } from '@digdir/designsystemet-react';
import { useDesk, useDeskState } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';

/** Available or away, and how much of the counsellor's room is taken. */
export function PresenceControl() {
  const { t } = useI18n();
  const { session } = useDesk();
  const { presence, intended } = useDeskState();
  if (!presence) return null;
  const shown = intended ?? (presence.state === 'available' || presence.state === 'wrap_up' ? 'available' : 'away');
  return (
    <div className="presence" data-state={shown}>
      <ToggleGroup
        aria-label={t('desk.presence.label')}
        value={shown}
        data-size="sm"
        data-color={shown === 'available' ? 'success' : 'neutral'}
        onChange={(value) => {
          if (value !== shown) void session.setPresence(value === 'available' ? 'available' : 'away');
        }}
      >
        <ToggleGroup.Item value="available">{t('desk.presence.available')}</ToggleGroup.Item>
        <ToggleGroup.Item value="away">{t('desk.presence.away')}</ToggleGroup.Item>
      </ToggleGroup>
      <Load used={presence.load_units} room={presence.capacity_units} wrappingUp={presence.state === 'wrap_up'} />
    </div>
  );
}

function Load({ used, room, wrappingUp }: { used: number; room: number; wrappingUp: boolean }) {
  const { t } = useI18n();
  return (
    <p className="load">
      <span className="load-cells" aria-hidden>
        {Array.from({ length: Math.min(room, 12) }, (_, index) => (
          <span key={index} data-used={index < used || undefined} />
        ))}
      </span>
      <span className="load-text">
        {t('desk.presence.load', { used, room })}
        {wrappingUp && ` · ${t('desk.presence.wrap_up')}`}
      </span>
    </p>
  );
}
