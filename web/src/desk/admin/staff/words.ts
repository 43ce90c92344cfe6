import type { I18n } from '../../app/i18n';
import type { Person } from './people';

/** What is told of somebody, in words; empty where there is nothing to tell. */
export interface Facts {
  name: string;
  email: string;
  alias: string;
  roles: string;
  channels: string;
  home: string;
  languages: string;
  topics: string;
  capacity_units: string;
}

export function factsOf({ t, name }: I18n, { name: who, member, account }: Person): Facts {
  const list = (kind: 'language' | 'topic' | 'channel' | 'desk.role', words: readonly string[] | undefined) =>
    words?.map((word) => name(kind, word)).join(', ') ?? '';
  return {
    name: who,
    email: account?.email ?? '',
    alias: member?.alias ?? '',
    roles: list('desk.role', account?.roles),
    channels: list('channel', member?.channels),
    home: member?.works_from_home === true ? t('desk.admin.staff.home_too') : '',
    languages: list('language', member?.languages),
    topics: list('topic', member?.topics),
    capacity_units: member ? t('desk.admin.staff.load', { used: member.load_units, room: member.capacity_units }) : '',
  };
}

/** All of it, to look for words in. */
export function textOf(facts: Facts): string {
  return Object.values(facts).join(' ');
}
