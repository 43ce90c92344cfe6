import { tidyCode } from '../../ui/code';
import { focusOn, h, setShown, setText } from '../../ui/dom';
import { problemText } from '../text';
import type { ScreenView, ViewContext } from './context';
import { backButton } from './form';

interface CodeField {
  element: HTMLElement;
  value: () => string;
  /** Says what is wrong with the code; nothing when empty. */
  say: (text: string) => void;
  focus: () => void;
}

function codeField({ t, drafts }: ViewContext): CodeField {
  const fault = h('span', 'fault', { attributes: { id: 'code-fault', role: 'alert', hidden: true } });
  const input = h('input', 'input code', {
    attributes: {
      type: 'text',
      autocomplete: 'off',
      autocapitalize: 'characters',
      spellcheck: 'false',
      'aria-describedby': 'code-help code-fault',
    },
    on: {
      input: () => {
        drafts.code = input.value;
      },
    },
  });
  input.value = drafts.code;
  const label = h('span', 'label', {}, t('widget.resume_label'));
  const help = h('span', 'subtle', { attributes: { id: 'code-help' } }, t('widget.resume_help'));
  return {
    element: h('div', 'field', {}, h('label', 'field', {}, label, help, input), fault),
    value: () => input.value,
    say: (text) => {
      setShown(fault, text !== '');
      setText(fault, text);
      input.setAttribute('aria-invalid', String(text !== ''));
    },
    focus: () => {
      focusOn(input);
    },
  };
}

/** Takes up a conversation by the code that was shown when it started. */
export function resumeView(context: ViewContext): ScreenView {
  const { t, controller } = context;
  const heading = h('h2', 'heading', {}, t('widget.resume_heading'));
  const field = codeField(context);
  const submit = h('button', 'button primary', { attributes: { type: 'submit' } }, t('widget.resume_submit'));
  const resume = (): void => {
    const code = tidyCode(field.value());
    field.say(code === undefined ? t('widget.resume_invalid') : '');
    if (code === undefined) field.focus();
    else void controller.resume(code);
  };
  const element = h(
    'form',
    'screen stack',
    {
      attributes: { novalidate: true },
      on: {
        submit: (event) => {
          event.preventDefault();
          resume();
        },
      },
    },
    heading,
    field.element,
    h('div', 'row', {}, submit, backButton(context)),
  );
  return {
    element,
    entrance: () => heading,
    update: (state) => {
      submit.setAttribute('aria-disabled', String(state.busy));
      if (state.problem === undefined) return;
      const unknown = state.problem.status === 404 || state.problem.status === 422;
      field.say(unknown ? t('widget.resume_unknown') : problemText(state.problem, context.language));
    },
  };
}
