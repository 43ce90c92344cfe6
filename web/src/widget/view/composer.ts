import { h, setShown, setText } from '../../ui/dom';
import type { ViewContext } from './context';

/** The most characters (Unicode scalar values) of one message. */
export const MESSAGE_LIMIT = 4_000;
const COUNTER_FROM = 500;

/** Characters left of a message; negative when it is too long. */
export function remaining(text: string): number {
  return MESSAGE_LIMIT - [...text.trim()].length;
}

export interface ComposerView {
  element: HTMLElement;
  focus: () => void;
}

/** The field to write in. Too long a text is never cut: it stays, with a word on how much too long it is. */
export function composerView(context: ViewContext): ComposerView {
  const { t, drafts, controller } = context;
  const counter = h('p', 'meta counter', { attributes: { id: 'counter', hidden: true } });
  const input = h('textarea', 'input', {
    attributes: { id: 'message', rows: '2', 'aria-describedby': 'message-help counter', enterkeyhint: 'send' },
  });
  input.value = drafts.message;
  let warned = false;
  const measure = (): void => {
    drafts.message = input.value;
    const left = remaining(input.value);
    const text = left < 0 ? t('widget.too_long', { count: -left }) : t('widget.remaining', { count: left });
    setShown(counter, left <= COUNTER_FROM);
    setText(counter, left <= COUNTER_FROM ? text : '');
    counter.classList.toggle('fault', left < 0);
    input.setAttribute('aria-invalid', String(left < 0));
    if (left < 0 && !warned) context.say(text);
    warned = left < 0;
  };
  const send = (): void => {
    const body = input.value.trim();
    if (body === '' || remaining(body) < 0) {
      input.focus();
      return;
    }
    input.value = '';
    measure();
    controller.write(body);
    input.focus();
  };
  input.addEventListener('input', () => {
    measure();
    controller.typed();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  measure();
  return {
    element: composerForm(context, input, counter, send),
    focus: () => {
      input.focus();
    },
  };
}

function composerForm(
  { t }: ViewContext,
  input: HTMLTextAreaElement,
  counter: HTMLElement,
  send: () => void,
): HTMLElement {
  return h(
    'form',
    'composer',
    {
      on: {
        submit: (event) => {
          event.preventDefault();
          send();
        },
      },
    },
    h('label', 'label', { attributes: { for: 'message' } }, t('widget.message_label')),
    h(
      'div',
      'row nowrap',
      {},
      input,
      h('button', 'button primary', { attributes: { type: 'submit' } }, t('widget.send')),
    ),
    counter,
    h('p', 'meta', { attributes: { id: 'message-help' } }, t('widget.message_help')),
  );
}
