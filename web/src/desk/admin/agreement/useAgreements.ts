import { useState } from 'react';
import { problemOf, type Versioned } from '../../api/client';
import { useI18n, type DeskKey } from '../../app/i18n';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import { useDeeds, type Deeds } from '../parts/Done';
import type { SectionProps } from '../section';
import type { Agreement, Agreements, NewAgreement, Notice } from '../shapes';

export interface AgreementSteps {
  propose: (proposal: NewAgreement) => Promise<void>;
  accept: (agreement: Agreement) => Promise<void>;
  decline: (agreement: Agreement, reason: string) => Promise<void>;
  withdraw: (agreement: Agreement) => Promise<void>;
  end: (agreement: Agreement, notice: Notice) => Promise<void>;
}

export interface AgreementsState {
  loaded: Loaded<Versioned<Agreements>>;
  deeds: Deeds;
  /** Somebody changed the agreements meanwhile; they were read anew. */
  stale: boolean;
  steps: AgreementSteps;
}

/** The agreements of a centre, and what this side can do about them. */
export function useAgreements({ admin, onChanged }: SectionProps): AgreementsState {
  const { t, name } = useI18n();
  const loaded = useLoaded('admin/agreements', () => admin.agreements());
  const deeds = useDeeds();
  const [stale, setStale] = useState(false);
  const version = loaded.value?.version ?? '';
  const take = async (work: () => Promise<unknown>) => {
    setStale(false);
    try {
      await work();
    } catch (error) {
      if (problemOf(error).code === 'stale_write') setStale(true);
      else throw error;
      loaded.again();
      return false;
    }
    loaded.again();
    onChanged();
    return true;
  };
  const told = (key: DeskKey, channel: string, undo?: () => Promise<string>) => {
    deeds.tell({ text: t(key, { channel: name('channel', channel) }), ...(undo && { undo }) });
  };
  const again = (agreement: Agreement) => async () => {
    const { version: now } = await admin.agreements();
    await admin.proposeAgreement(renewed(agreement), now);
    loaded.again();
    return t('desk.admin.agreement.proposed_again', { channel: name('channel', agreement.channel) });
  };
  const steps: AgreementSteps = {
    propose: async (proposal) => {
      if (await take(() => admin.proposeAgreement(proposal, version))) {
        told('desk.admin.agreement.sent', proposal.channel);
      }
    },
    accept: async ({ id, channel }) => {
      if (await take(() => admin.settleAgreement(id, 'accept', version))) {
        told('desk.admin.agreement.accepted', channel);
      }
    },
    decline: async ({ id, channel }, reason) => {
      if (await take(() => admin.declineAgreement(id, reason, version))) {
        told('desk.admin.agreement.declined_done', channel);
      }
    },
    withdraw: async (agreement) => {
      if (await take(() => admin.settleAgreement(agreement.id, 'withdraw', version))) {
        told('desk.admin.agreement.withdrawn_done', agreement.channel, again(agreement));
      }
    },
    end: async ({ id, channel }, notice) => {
      if (await take(() => admin.endAgreement(id, notice, version))) {
        told('desk.admin.agreement.ended_done', channel);
      }
    },
  };
  return { loaded, deeds, stale, steps };
}

/** What proposes the same again. */
export function renewed({ channel, share, weekly_minutes, valid_from, valid_until }: Agreement): NewAgreement {
  return {
    channel,
    share,
    ...(weekly_minutes !== undefined && { weekly_minutes }),
    valid_from,
    ...(valid_until !== undefined && { valid_until }),
  };
}
