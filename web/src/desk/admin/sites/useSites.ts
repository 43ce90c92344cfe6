import { useState } from 'react';
import { ApiError, networkProblem } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import { useDeeds, type Deeds } from '../parts/Done';
import { same } from '../parts/merge';
import type { SectionProps } from '../section';
import type { Items, NewSite, Site } from '../shapes';

/** The word that stands for a site which is not there yet. */
export const NEW = 'new';

export interface Sites {
  loaded: Loaded<Items<Site>>;
  deeds: Deeds;
  /** Whose form is open. */
  editing: string | undefined;
  edit: (id: string) => void;
  stopEditing: () => void;
  save: (site: Site | undefined, body: NewSite) => Promise<Site>;
  saved: (before: Site | undefined, site: Site) => void;
  remove: (site: Site) => Promise<void>;
}

/** The sites and what can be done to them. */
export function useSites({ admin, onChanged }: SectionProps): Sites {
  const { t } = useI18n();
  const loaded = useLoaded('admin/sites', () => admin.sites());
  const deeds = useDeeds();
  const [editing, setEditing] = useState<string>();
  const changed = () => {
    loaded.again();
    onChanged();
  };
  return {
    loaded,
    deeds,
    editing,
    edit: (id) => {
      leaveThen(() => {
        setEditing(id);
        deeds.tell(undefined);
      });
    },
    stopEditing: () => {
      setEditing(undefined);
    },
    save: async (site, body) => {
      if (!site) return admin.addSite(body);
      const { value, version } = await admin.site(site.id);
      // What somebody else changed since this form was opened is not written over unseen.
      if (!same(value, site)) {
        loaded.again();
        throw new ApiError({ ...networkProblem, code: 'stale_write', title: t('desk.admin.sites.stale') });
      }
      return (await admin.changeSite(site.id, body, version)).value;
    },
    saved: (before, { name }) => {
      setEditing(undefined);
      deeds.tell({ text: t(before ? 'desk.admin.sites.changed' : 'desk.admin.sites.added', { name }) });
      changed();
    },
    remove: async ({ id, ...again }) => {
      const { version } = await admin.site(id);
      await admin.deleteSite(id, version);
      const { name } = again;
      const undo = async () => {
        await admin.addSite(again);
        changed();
        return t('desk.admin.sites.restored', { name });
      };
      deeds.tell({ text: t('desk.admin.sites.deleted', { name }), undo });
      changed();
    },
  };
}
