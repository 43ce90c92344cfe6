import type { DeskKey } from '../../app/i18n';
import type { Provider, ProviderInput, ProviderPreset } from '../shapes';

/** A provider as it is typed. */
export interface ProviderDraft {
  preset: Provider['preset'];
  name: string;
  issuer: string;
  client_id: string;
  client_secret: string;
  scopes: string;
  acr_values: string;
  enabled: boolean;
}

export type DraftField = Exclude<keyof ProviderDraft, 'preset' | 'enabled'>;

/** The texts of the form, in order. */
export const FIELDS = ['name', 'issuer', 'client_id', 'client_secret', 'scopes', 'acr_values'] as const;

/** What the place of a tenant looks like in the issuer of a preset. */
const TENANT = '{tenant}';
const LOCAL = /^http:\/\/(localhost|127\.|\[::1\])/;

export function draftOf(provider: Provider): ProviderDraft {
  const { preset, name, issuer, client_id, scopes, acr_values, enabled } = provider;
  const [scopeText, acrText] = [scopes.join(' '), acr_values.join(' ')];
  return { preset, name, issuer, client_id, client_secret: '', scopes: scopeText, acr_values: acrText, enabled };
}

/** A new provider of a kind; what was typed for this service itself is kept. */
export function draftBy(preset: ProviderPreset, before?: ProviderDraft): ProviderDraft {
  return {
    preset: preset.preset,
    name: preset.name,
    issuer: preset.issuer,
    client_id: before?.client_id ?? '',
    client_secret: before?.client_secret ?? '',
    scopes: preset.scopes.join(' '),
    acr_values: preset.acr_values.join(' '),
    enabled: before?.enabled ?? true,
  };
}

export function inputOf(draft: ProviderDraft): ProviderInput {
  const { client_secret: secret, scopes, acr_values, ...rest } = draft;
  return {
    ...rest,
    scopes: words(scopes),
    acr_values: words(acr_values),
    ...(secret === '' ? {} : { client_secret: secret }),
  };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** What is wrong with a field as it is typed. */
export function faultOf(draft: ProviderDraft, field: DraftField): DeskKey | undefined {
  const text = draft[field].trim();
  switch (field) {
    case 'name':
    case 'client_id':
      return text === '' ? 'desk.admin.providers.missing' : undefined;
    case 'issuer':
      if (text === '') return 'desk.admin.providers.missing';
      if (text.includes(TENANT)) return 'desk.admin.providers.tenant';
      return text.startsWith('https://') || LOCAL.test(text) ? undefined : 'desk.admin.providers.https';
    case 'scopes':
      return text.split(/\s+/).includes('openid') ? undefined : 'desk.admin.providers.openid';
    case 'client_secret':
    case 'acr_values':
      return undefined;
  }
}
