import { h, setText } from '../../ui/dom';
import type { ViewContext } from './context';

/** The resume code with a button that copies it. */
export function codeView(context: ViewContext, resumeCode: string): HTMLElement {
  const { t } = context;
  const code = h('code', 'code', {}, resumeCode);
  const outcome = h('span', 'meta');
  const report = (text: string): void => {
    setText(outcome, text);
    context.say(text);
  };
  const copy = h(
    'button',
    'button secondary small',
    {
      attributes: { type: 'button' },
      on: {
        click: () => {
          void copyText(resumeCode).then((copied) => {
            report(t(copied ? 'widget.code_copied' : 'widget.code_copy_failed'));
          });
        },
      },
    },
    t('widget.code_copy'),
  );
  return h(
    'div',
    'codebox',
    {},
    h('p', 'label', {}, t('widget.code_heading')),
    h('div', 'row', {}, code, copy, outcome),
    h('p', 'meta', {}, t('widget.code_help')),
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
