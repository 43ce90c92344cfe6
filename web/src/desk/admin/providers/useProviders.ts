import { useState } from 'react';
import { problemOf, type Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import type { ProviderApi } from '../api';
import { useDeeds, type Deeds } from '../parts/Done';
import { focusTitle } from '../parts/focus';
import type { Items, Provider, ProviderFinding, ProviderInput, ProviderPreset, Providers } from '../shapes';

/** The word that stands for a provider which is not there yet. */
export const NEW = 'new';

/** What a look at a provider found. */
export interface TestResult {
  name: string;
  findings: ProviderFinding[];
}

export interface ProvidersState {
  loaded: Loaded<Versioned<Providers>>;
  presets: Loaded<Items<ProviderPreset>>;
  deeds: Deeds;
  result: TestResult | undefined;
  editing: string | undefined;
  edit: (id: string) => void;
  stopEditing: () => void;
  save: (provider: Provider | undefined, input: ProviderInput) => Promise<void>;
  remove: (provider: Provider) => Promise<void>;
  test: (provider: Provider) => Promise<void>;
}

/** The providers of a centre, or the national ones, and what can be done to them. */
export function useProviders(api: ProviderApi): ProvidersState {
  const { t } = useI18n();
  const loaded = useLoaded('admin/providers', () => api.list());
  const presets = useLoaded('admin/presets', () => api.presets());
  const deeds = useDeeds();
  const [result, setResult] = useState<TestResult>();
  const [editing, setEditing] = useState<string>();
  const tell = (text: string) => {
    setResult(undefined);
    deeds.tell({ text });
    loaded.again();
  };
  return {
    loaded,
    presets,
    deeds,
    result,
    editing,
    edit: (id) => {
      leaveThen(() => {
        setEditing(id);
        setResult(undefined);
        deeds.tell(undefined);
      });
    },
    stopEditing: () => {
      focusTitle();
      setEditing(undefined);
    },
    save: async (provider, input) => {
      if (provider) await change(api, provider.id, input, loaded);
      else await api.add(input);
      setEditing(undefined);
      tell(t(provider ? 'desk.admin.providers.changed' : 'desk.admin.providers.added', { name: input.name }));
    },
    remove: async ({ id, name }) => {
      await api.remove(id);
      tell(t('desk.admin.providers.deleted', { name }));
    },
    test: async ({ id, name }) => {
      deeds.tell(undefined);
      setResult(undefined);
      const { items } = await api.test(id);
      setResult({ name, findings: items });
    },
  };
}

/** Where somebody else was faster, the newest version is read, so that saving again is a decision. */
async function change(api: ProviderApi, id: string, input: ProviderInput, loaded: Loaded<Versioned<Providers>>) {
  try {
    await api.change(id, input, loaded.value?.version ?? '');
  } catch (error) {
    if (problemOf(error).code === 'stale_write') loaded.again();
    throw error;
  }
}
