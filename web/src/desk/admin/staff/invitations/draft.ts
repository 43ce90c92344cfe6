import type { Language } from '../../../../api/shapes';
import { CHANNELS, type CentreRole, type NewInvitation } from '../../shapes';
import { membershipFaults, type MembershipDraft, type MembershipFault } from '../draft';

export const NAME_LIMIT = 80;
export const EMAIL_LIMIT = 254;

/** Who gets a mail, and in what language. */
export interface AddresseeDraft {
  email: string;
  name: string;
  language: Language;
}

/** An invitation while it is written. */
export interface InviteDraft extends AddresseeDraft {
  roles: CentreRole[];
  membership: MembershipDraft;
}

export type AddresseeFault = 'email_missing' | 'email_bad' | 'name_missing';

export function inviteDraft(language: Language): InviteDraft {
  return {
    email: '',
    name: '',
    language,
    roles: ['counsellor'],
    membership: {
      alias: '',
      languages: [language],
      topics: [],
      channels: CHANNELS.filter((one) => one === 'chat' || one === 'phone'),
      units: '2',
      home: false,
    },
  };
}

/** Whether a text can be an address: the server's rule, which leaves the rest to the mail. */
export function isAddress(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= EMAIL_LIMIT && /^[^\s@]+@[^\s@]+$/.test(trimmed);
}

export function addresseeFaults({ email, name }: AddresseeDraft): Set<AddresseeFault> {
  const faults = new Set<AddresseeFault>();
  if (email.trim() === '') faults.add('email_missing');
  else if (!isAddress(email)) faults.add('email_bad');
  if (name.trim() === '') faults.add('name_missing');
  return faults;
}

/** What keeps an invitation from being sent; without an alias the first name is taken. */
export function inviteFaults(draft: InviteDraft): Set<AddresseeFault | MembershipFault | 'roles_missing'> {
  const faults = new Set<AddresseeFault | MembershipFault | 'roles_missing'>([
    ...addresseeFaults(draft),
    ...membershipFaults(draft.membership),
  ]);
  faults.delete('alias_missing');
  if (draft.roles.length === 0) faults.add('roles_missing');
  return faults;
}

export function invitationOf({ email, name, language, roles, membership }: InviteDraft): NewInvitation {
  const { alias, languages, topics, channels, units, home } = membership;
  return {
    email: email.trim(),
    name: name.trim(),
    language,
    roles,
    ...(alias.trim() !== '' && { alias: alias.trim() }),
    languages,
    topics,
    channels,
    capacity_units: Number(units),
    works_from_home: home,
  };
}
