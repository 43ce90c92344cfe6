import type { SectionProps } from '../section';
import { ProviderPages } from './ProviderPages';

/** What the people of a centre log in by. */
export function ProvidersSection({ admin, may }: SectionProps) {
  return <ProviderPages api={admin.providers} mayChange={may('identity:provider_update')} />;
}
