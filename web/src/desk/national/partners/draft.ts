import type { Fields } from '../../admin/parts/merge';
import { isToldAtOnce, numberFault, plainNumber, type NumberFault } from './organisation';
import {
  QUOTAS,
  SCOPES,
  type Environment,
  type NewPartner,
  type Partner,
  type PartnerChange,
  type Quota,
  type Scope,
} from './shapes';

export const NAME_LIMIT = 200;
export const CONTACT_LIMIT = 254;

/** A partner while it is written. */
export interface PartnerDraft {
  organisation: string;
  environment: Environment;
  name: string;
  contact: string;
  scopes: readonly string[];
  /** Whether it may ask about every centre, also those to come. */
  everywhere: boolean;
  centres: readonly string[];
  quota: Quota;
}

export type PartnerField = 'organisation' | 'name' | 'contact' | 'scopes' | 'centres';
export type PartnerFaults = ReadonlyMap<PartnerField, NumberFault | 'bad' | 'missing'>;

export const EMPTY: PartnerDraft = {
  organisation: '',
  environment: 'sandbox',
  name: '',
  contact: '',
  scopes: [SCOPES[0]],
  everywhere: true,
  centres: [],
  quota: 'small',
};

export function draftOf(partner: Partner): PartnerDraft {
  const { organisation, environment, name, contact, scopes, centres, quota } = partner;
  return {
    organisation,
    environment,
    name,
    contact,
    scopes,
    everywhere: centres === undefined,
    centres: centres ?? [],
    quota,
  };
}

/** All that is to be mended before it is sent. */
export function faultsOf(draft: PartnerDraft): PartnerFaults {
  const faults = new Map<PartnerField, NumberFault | 'bad' | 'missing'>();
  const number = numberFault(draft.organisation, draft.environment);
  if (number !== undefined) faults.set('organisation', number);
  if (draft.name.trim() === '') faults.set('name', 'missing');
  if (!isAddress(draft.contact.trim())) faults.set('contact', 'bad');
  if (draft.scopes.length === 0) faults.set('scopes', 'missing');
  if (!draft.everywhere && draft.centres.length === 0) faults.set('centres', 'missing');
  return faults;
}

/** The faults to tell before anybody asked to save: a number that can no longer become right. */
export function earlyFaults(faults: PartnerFaults): PartnerFaults {
  const early = [...faults].filter(
    ([field, fault]) => field === 'organisation' && fault !== 'bad' && isToldAtOnce(fault),
  );
  return new Map(early);
}

export function changeOf(draft: PartnerDraft): PartnerChange {
  return withoutNothing({
    name: draft.name.trim(),
    contact: draft.contact.trim(),
    scopes: SCOPES.filter((scope) => draft.scopes.includes(scope)),
    centres: draft.everywhere ? undefined : draft.centres.toSorted(),
    quota: draft.quota,
  });
}

export function newPartnerOf(draft: PartnerDraft): NewPartner {
  return { organisation: plainNumber(draft.organisation), environment: draft.environment, ...changeOf(draft) };
}

/** What two coordinators may change at once, taken apart. All centres are a word, so that they can be chosen. */
export function fieldsOf({ name, contact, scopes, centres, quota }: PartnerChange): Fields {
  return { name, contact, scopes, centres: centres?.toSorted() ?? 'all', quota };
}

/** The change that fields stand for. */
export function changeOfFields(fields: Fields): PartnerChange {
  const text = (field: string) => (typeof fields[field] === 'string' ? fields[field] : '');
  const scopes = words(fields['scopes']);
  const centres = fields['centres'];
  return withoutNothing({
    name: text('name'),
    contact: text('contact'),
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    centres: Array.isArray(centres) ? words(centres) : undefined,
    quota: QUOTAS.find((quota) => quota === fields['quota']) ?? 'small',
  });
}

interface Wished {
  name: string;
  contact: string;
  scopes: Scope[];
  centres: string[] | undefined;
  quota: Quota;
}

function withoutNothing({ centres, ...rest }: Wished): PartnerChange {
  return centres === undefined ? rest : { ...rest, centres };
}

function words(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}

/** Something that mail may reach, as the service sees it; only sending would tell. */
function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]*\.[^\s@]*$/.test(text);
}
