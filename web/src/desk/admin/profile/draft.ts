import { same, type Fields } from '../parts/merge';
import { given, lacksMain, textsOf, type Texts } from '../parts/texts';
import { MODULES, type ModuleName, type NewProfile, type Profile, type Reason } from '../shapes';

export const NAME_LIMIT = 120;
export const TEXT_LIMIT = 1_000;
export const ALT_LIMIT = 200;

export const TEXTS = ['description', 'reach', 'names', 'logo_alt'] as const;
export const CONTACTS = ['telephone', 'email', 'website'] as const;

/** A profile while it is edited. */
export interface ProfileDraft extends Record<(typeof TEXTS)[number], Texts>, Record<(typeof CONTACTS)[number], string> {
  modules: ModuleName[];
}

export type ContactFault = (typeof CONTACTS)[number];

export function draftOf(profile: Profile): ProfileDraft {
  return {
    names: textsOf(profile.names),
    description: textsOf(profile.description),
    reach: textsOf(profile.reach),
    logo_alt: textsOf(profile.logo_alt),
    telephone: profile.telephone ?? '',
    email: profile.email ?? '',
    website: profile.website ?? '',
    modules: MODULES.filter((one) => profile.modules[one]),
  };
}

/** A draft as fields to compare and to send. */
export function fieldsOf(draft: ProfileDraft): Fields {
  const fields: Record<string, unknown> = { modules: draft.modules };
  for (const field of TEXTS) fields[field] = given(draft[field]);
  for (const field of CONTACTS) fields[field] = draft[field].trim();
  return fields;
}

/** The profile to send, from fields. */
export function profileOf(fields: Fields): NewProfile {
  const text = (field: string) => (fields[field] ?? {}) as Reason;
  const contact = (field: string) => {
    const written = fields[field];
    return typeof written === 'string' && written !== '' ? { [field]: written } : {};
  };
  const on = new Set((fields['modules'] ?? []) as ModuleName[]);
  return {
    names: text('names'),
    description: text('description'),
    reach: text('reach'),
    logo_alt: text('logo_alt'),
    ...contact('telephone'),
    ...contact('email'),
    ...contact('website'),
    modules: {
      chat: on.has('chat'),
      phone: on.has('phone'),
      callback: on.has('callback'),
      video: on.has('video'),
      appointments: on.has('appointments'),
      library: on.has('library'),
    },
  };
}

const RULES: Readonly<Record<ContactFault, RegExp>> = {
  telephone: /^(?:\+(?: *\d){7,15}|\d(?: *\d){7})$/,
  email: /^[^\s@]+@[^\s@.][^\s@]*\.[^\s@.]+$/,
  website: /^https?:\/\/[^\s/?#"'<>]+\.[^\s"'<>]+$/,
};

/** Contact that cannot be used as it is written. */
export function contactFaults(draft: ProfileDraft): Set<ContactFault> {
  return new Set(CONTACTS.filter((field) => draft[field].trim() !== '' && !RULES[field].test(draft[field].trim())));
}

export function isFaulty(draft: ProfileDraft): boolean {
  return contactFaults(draft).size > 0 || lacksMain(draft.description) || lacksMain(draft.reach);
}

export function isSame(one: ProfileDraft, other: ProfileDraft): boolean {
  return same(fieldsOf(one), fieldsOf(other));
}

/** Bytes a logo may have. */
const LARGEST_LOGO = 256 * 1024;

/** Why an image cannot be the logo. */
export function logoFault({ size, type }: Pick<File, 'size' | 'type'>): 'large' | 'kind' | undefined {
  if (!['image/png', 'image/jpeg', 'image/webp'].includes(type)) return 'kind';
  return size > LARGEST_LOGO ? 'large' : undefined;
}
