import { useEffect, useState } from 'react';
import { useI18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import { useDeeds, type Deeds } from '../parts/Done';
import { focusTitle } from '../parts/focus';
import type { SectionProps } from '../section';
import type { StaffMember } from '../shapes';
import { peopleOf, type Person } from './people';
import type { Saved } from './StaffForm';

/** What is open beside the list: somebody's key, or one of the two ways to invite. */
export type Open = { person: string } | { panel: 'invite' | 'import' };

export interface Staff {
  people: Loaded<Person[]>;
  deeds: Deeds;
  opened: Open | undefined;
  open: (what: Open) => void;
  cancel: () => void;
  ending: Person | undefined;
  askToEnd: (person: Person | undefined) => void;
  end: (person: Person) => Promise<void>;
  /** Whose log-in an administrator helps with. */
  helping: StaffMember | undefined;
  help: (member: StaffMember | undefined) => void;
  saved: (person: Person, saved: Saved) => void;
  /** Closes what is open, says what was done, and reads anew. */
  done: (text: string) => void;
}

/** Everybody of the centre, what is being changed among them, and what was done. */
export function useStaff({ me, admin, may, onChanged }: SectionProps): Staff {
  const { t } = useI18n();
  const people = useLoaded('admin/staff', async () => {
    const accounts = may('account:list') ? admin.accounts() : undefined;
    const [members, known] = await Promise.all([admin.staff(), accounts]);
    return peopleOf(members.items, known?.items ?? []);
  });
  const deeds = useDeeds();
  const [opened, setOpened] = useState<Open>();
  const [ending, askToEnd] = useState<Person>();
  const [helping, help] = useState<StaffMember>();
  // Roles of a membership that ended go a moment after it.
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const isHere = ({ member, account }: Person) => member !== undefined || !gone.has(account?.account_id ?? '');
  const reload = useReload();
  const done = (text: string) => {
    setOpened(undefined);
    askToEnd(undefined);
    help(undefined);
    deeds.tell({ text });
    people.again();
    onChanged();
  };
  return {
    people: { ...people, value: people.value?.filter(isHere) },
    deeds,
    opened,
    open: (what) => {
      leaveThen(() => {
        deeds.tell(undefined);
        setOpened(what);
      });
    },
    cancel: () => {
      focusTitle();
      setOpened(undefined);
    },
    ending,
    askToEnd,
    helping,
    help,
    end: async ({ name, member, account }) => {
      if (member) await admin.endMembership(member.id);
      else if (account) await admin.replaceRoles(account.account_id, []);
      if (account) setGone(new Set([...gone, account.account_id]));
      done(t('desk.admin.staff.ended', { alias: name }));
    },
    saved: ({ account }, { name, rolesChanged }) => {
      if (rolesChanged && account?.account_id === me.account_id) {
        setOpened(undefined);
        reload();
      } else {
        done(t('desk.admin.staff.saved', { alias: name }));
      }
    },
    done,
  };
}

/** Loads the page anew once nothing on it is unsaved: with other roles it is another page. */
function useReload(): () => void {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (wanted) location.reload();
  }, [wanted]);
  return () => {
    setWanted(true);
  };
}
