import { COUNTIES, TOPICS, countyOf, type NewConversation, type Topic, type WorkType } from '../../api/shapes';
import { LANGUAGES, isLanguage } from '../../i18n/catalogue';
import { spokenWait } from '../../i18n/spoken';
import { focusOn, h, setShown, setText } from '../../ui/dom';
import { refusesCode } from '../referral';
import type { State } from '../state';
import { problemText } from '../text';
import type { Drafts, Places, ScreenView, ViewContext } from './context';

type Option = readonly [value: string, label: string];

/** The few questions before a conversation. None of them asks who the person is. */
export function formView(context: ViewContext): ScreenView {
  const { t, drafts, controller } = context;
  const { form } = drafts;
  const heading = h('h2', 'heading', {}, t('widget.form_heading'));
  const problem = h('p', 'note bad', { attributes: { hidden: true, role: 'alert' } });
  const consent = consentBox(context);
  const submit = h('button', 'button primary', { attributes: { type: 'submit' } }, t('widget.start'));
  const waits = waitLines();
  const kept = h('p', '', { attributes: { hidden: true } });
  const element = h(
    'form',
    'screen stack',
    {
      attributes: { novalidate: true },
      on: {
        submit: (event) => {
          event.preventDefault();
          if (!consent.check()) return;
          void controller.begin(conversation(drafts, context.places()));
        },
      },
    },
    heading,
    select(t('widget.form_language'), '', languageOptions(context), form.language, (value) => {
      if (isLanguage(value)) form.language = value;
    }),
    workTypes(context, waits),
    select(t('widget.form_topic'), t('widget.optional'), topicOptions(context), form.topic, (value) => {
      form.topic = TOPICS.find((topic) => topic === value) ?? '';
    }),
    select(t('widget.form_county'), t('widget.optional'), countyOptions(context), form.county, (value) => {
      form.county = countyOf(value) ?? '';
    }),
    privacy(context, kept),
    consent.element,
    problem,
    h('div', 'row', {}, submit, backButton(context)),
  );
  return {
    element,
    entrance: () => heading,
    update: (state) => {
      waits.update(state, context);
      setShown(kept, state.status !== undefined);
      setText(kept, state.status ? t('widget.privacy_kept', { hours: state.status.content_hours }) : '');
      setShown(problem, state.problem !== undefined);
      setText(problem, faultText(state.problem, context));
      submit.setAttribute('aria-disabled', String(state.busy));
      setText(submit, t(state.busy ? 'widget.starting' : 'widget.start'));
    },
  };
}

function faultText(problem: State['problem'], { t, language }: ViewContext): string {
  if (problem === undefined) return '';
  return refusesCode(problem) ? t('widget.referral_refused') : problemText(problem, language);
}

function conversation({ form, referral }: Drafts, { entryPoint, classCode }: Places): NewConversation {
  return {
    language: form.language,
    work_type: form.workType,
    consent: true,
    ...(form.county === '' ? {} : { county: form.county }),
    ...(form.topic === '' ? {} : { topic: form.topic }),
    ...(entryPoint === undefined ? {} : { entry_point: entryPoint }),
    ...(classCode === undefined ? {} : { class_code: classCode }),
    ...(referral === '' ? {} : { referral_code: referral }),
  };
}

function languageOptions({ t }: ViewContext): Option[] {
  return LANGUAGES.map((language) => [language, t(`language.${language}`)]);
}

function topicOptions({ t }: ViewContext): Option[] {
  return [['', t('widget.form_topic_none')], ...TOPICS.map((topic: Topic): Option => [topic, t(`topic.${topic}`)])];
}

function countyOptions({ t }: ViewContext): Option[] {
  return [['', t('widget.form_county_none')], ...COUNTIES.map((county): Option => [county, t(`county.${county}`)])];
}

function select(
  label: string,
  hint: string,
  options: readonly Option[],
  value: string,
  change: (value: string) => void,
): HTMLElement {
  const input = h(
    'select',
    'input',
    {
      on: {
        change: () => {
          change(input.value);
        },
      },
    },
    ...options.map(([key, text]) => h('option', '', { attributes: { value: key } }, text)),
  );
  input.value = value;
  return h(
    'label',
    'field',
    {},
    h('span', 'label', {}, label, hint !== '' && h('span', 'subtle', {}, ` (${hint})`)),
    input,
  );
}

interface WaitLines {
  lines: Record<WorkType, HTMLElement>;
  update: (state: State, context: ViewContext) => void;
}

function waitLines(): WaitLines {
  const lines = { guidance: h('span', 'subtle'), information: h('span', 'subtle') };
  return {
    lines,
    update: (state, { t }) => {
      for (const workType of ['guidance', 'information'] as const) {
        const wait = state.status?.estimated_wait[workType];
        setText(lines[workType], wait === undefined ? '' : t('widget.place_wait', { wait: spokenWait(wait, t) }));
      }
    },
  };
}

function workTypes({ t, drafts }: ViewContext, { lines }: WaitLines): HTMLElement {
  const choices = (['guidance', 'information'] as const).map((workType) => {
    const input = h('input', '', {
      attributes: { type: 'radio', name: 'work_type', value: workType },
      on: {
        change: () => {
          drafts.form.workType = workType;
        },
      },
    });
    input.checked = drafts.form.workType === workType;
    return h(
      'label',
      'choice',
      {},
      input,
      h(
        'span',
        '',
        {},
        h('span', 'strong', {}, t(`widget.work_${workType}`)),
        h('span', '', {}, t(`widget.work_${workType}_help`)),
        lines[workType],
      ),
    );
  });
  return h('fieldset', 'field', {}, h('legend', 'label', {}, t('widget.form_work')), ...choices);
}

/** How the service treats what is written; `kept` says for how long, once the server has told. */
function privacy({ t, places }: ViewContext, kept: HTMLElement): HTMLElement {
  return h(
    'div',
    'card',
    {},
    h('p', '', {}, t('widget.privacy')),
    kept,
    h(
      'p',
      '',
      {},
      h(
        'a',
        '',
        { attributes: { href: places().privacy, target: '_blank', rel: 'noopener' } },
        t('widget.privacy_link'),
      ),
    ),
  );
}

interface ConsentBox {
  element: HTMLElement;
  /** Whether it is ticked; says so and takes the focus when not. */
  check: () => boolean;
}

function consentBox({ t, drafts }: ViewContext): ConsentBox {
  const fault = h('span', 'fault', { attributes: { id: 'consent-fault', hidden: true } }, t('widget.consent_missing'));
  const input = h('input', '', {
    attributes: { type: 'checkbox', required: true, 'aria-describedby': 'consent-fault' },
    on: {
      change: () => {
        drafts.form.consent = input.checked;
        mark(false);
      },
    },
  });
  input.checked = drafts.form.consent;
  const mark = (faulty: boolean): void => {
    setShown(fault, faulty);
    input.setAttribute('aria-invalid', String(faulty));
  };
  return {
    element: h('div', 'field', {}, h('label', 'choice', {}, input, h('span', '', {}, t('widget.consent'))), fault),
    check: () => {
      if (input.checked) return true;
      mark(true);
      focusOn(input);
      return false;
    },
  };
}

/** The way back to the first screen. */
export function backButton({ t, controller }: ViewContext): HTMLElement {
  return h(
    'button',
    'button quiet',
    {
      attributes: { type: 'button' },
      on: {
        click: () => {
          controller.dispatch({ type: 'go', screen: 'home' });
        },
      },
    },
    t('widget.back'),
  );
}
