import type { Me } from '../../api/shapes';
import type { AdminApi } from './api';

/** What every section gets. */
export interface SectionProps {
  /** Who is reading. */
  me: Me;
  admin: AdminApi;
  /** The address of the centre's pages; those of sections are below it. */
  home: string;
  /** Whether the account is granted an action, such as `site:update`; what it is not is shown to read only. */
  may: (action: string) => boolean;
  /** The centre is not as it was: what others show of it is to be read anew. */
  onChanged: () => void;
}
