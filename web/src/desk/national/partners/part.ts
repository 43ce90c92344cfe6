import type { Deeds } from '../../admin/parts/Done';
import type { Versioned } from '../../api/client';
import type { PartnerApi } from './api';
import type { Partner } from './shapes';
import type { CentreChoice } from './words';

/** What every part of a partner's page gets. */
export interface PartProps {
  partner: Versioned<Partner>;
  /** All there are, to choose from and to name. */
  centres: readonly CentreChoice[];
  partners: PartnerApi;
  deeds: Deeds;
  may: (action: string) => boolean;
  /** The partner is not as it was. */
  onChanged: () => void;
}
