import type { County, Topic, WorkType } from '../../api/shapes';
import type { Language } from '../../i18n/catalogue';
import type { Controller } from '../controller';
import type { State } from '../state';
import type { Text } from '../text';

/** What a person has filled in; outlives a change of language. */
export interface Drafts {
  form: { language: Language; county: County | ''; topic: Topic | ''; workType: WorkType; consent: boolean };
  code: string;
  /** The code of a referral, to go along with the start; empty where there is none. */
  referral: string;
  message: string;
}

/** Where the links of the widget go; what the embedding page chose. */
export interface Places {
  centres: string;
  library: string;
  privacy: string;
  entryPoint: string | undefined;
  /** The code of a class. */
  classCode: string | undefined;
}

export interface ViewContext {
  controller: Controller;
  t: Text;
  language: Language;
  drafts: Drafts;
  places: () => Places;
  /** Says something to screen readers. */
  say: (text: string) => void;
}

/** One screen of the panel. */
export interface ScreenView {
  element: HTMLElement;
  /** Where the focus goes when the screen was asked for. */
  entrance: () => HTMLElement;
  update: (state: State) => void;
}
