import type { MessageKey } from '../../i18n/catalogue';
import { focusOn, h, setShown, setText } from '../../ui/dom';
import type { State } from '../state';
import { problemText } from '../text';
import { codeView } from './code';
import type { ViewContext } from './context';

interface Question {
  ask: Extract<MessageKey, `widget.${string}`>;
  explain: Extract<MessageKey, `widget.${string}`>;
  confirm: Extract<MessageKey, `widget.${string}`>;
  act: () => Promise<void>;
}

export interface ToolsView {
  element: HTMLElement;
  update: (state: State) => void;
}

/** What can be done with the conversation as a whole: keep the code, download, end, erase. */
export function toolsView(context: ViewContext, resumeCode: string): ToolsView {
  const { t, controller } = context;
  const question = h('div', 'card question', { attributes: { hidden: true, role: 'group' } });
  const outcome = h('p', 'note bad', { attributes: { role: 'alert', hidden: true } });
  const fail = (text: string): void => {
    setShown(outcome, text !== '');
    setText(outcome, text);
  };
  const ask = (asked: Question, opener: HTMLElement): void => {
    fail('');
    fillQuestion(question, asked, opener, context);
  };
  const end = actionButton(t('widget.end'), () => {
    const waiting = controller.state.talk?.state === 'waiting';
    ask({ ...(waiting ? LEAVE : END), act: () => controller.end() }, end);
  });
  const erase = actionButton(t('widget.erase'), () => {
    ask({ ...ERASE, act: () => controller.erase() }, erase);
  });
  const download = actionButton(t('widget.download'), () => {
    void downloadTranscript(context).then((saved) => {
      fail(saved ? '' : t('widget.download_failed'));
    });
  });
  const more = h(
    'details',
    'more',
    {},
    h('summary', '', {}, t('widget.more')),
    codeView(context, resumeCode),
    h('div', 'row', {}, download, end, erase),
  );
  return {
    element: h('div', 'tools', {}, more, question, outcome),
    update: (state) => {
      setShown(end, state.talk?.state !== 'closed');
      setText(end, t(state.talk?.state === 'waiting' ? 'widget.leave_queue' : 'widget.end'));
      if (state.talk?.state === 'closed') more.open = true;
      if (state.problem !== undefined) fail(problemText(state.problem, context.language));
    },
  };
}

const END = { ask: 'widget.end_question', explain: 'widget.end_explain', confirm: 'widget.end_confirm' } as const;
const LEAVE = {
  ask: 'widget.end_leave_question',
  explain: 'widget.end_leave_explain',
  confirm: 'widget.leave_queue',
} as const;
const ERASE = {
  ask: 'widget.erase_question',
  explain: 'widget.erase_explain',
  confirm: 'widget.erase_confirm',
} as const;

function actionButton(label: string, click: () => void): HTMLButtonElement {
  return h('button', 'button secondary small', { attributes: { type: 'button' }, on: { click } }, label);
}

function fillQuestion(
  box: HTMLElement,
  { ask, explain, confirm, act }: Question,
  opener: HTMLElement,
  { t }: ViewContext,
): void {
  const heading = h('h3', 'label', { attributes: { id: 'question' } }, t(ask));
  const close = (): void => {
    setShown(box, false);
    box.replaceChildren();
  };
  const yes = h(
    'button',
    'button danger small',
    {
      attributes: { type: 'button' },
      on: {
        click: () => {
          close();
          void act().then(() => {
            if (opener.isConnected)
              focusOn(opener.hidden ? (opener.closest('details')?.querySelector('summary') ?? opener) : opener);
          });
        },
      },
    },
    t(confirm),
  );
  const no = h(
    'button',
    'button secondary small',
    {
      attributes: { type: 'button' },
      on: {
        click: () => {
          close();
          focusOn(opener);
        },
      },
    },
    t('widget.cancel'),
  );
  box.setAttribute('aria-labelledby', 'question');
  box.replaceChildren(heading, h('p', '', {}, t(explain)), h('div', 'row', {}, yes, no));
  setShown(box, true);
  focusOn(heading);
}

async function downloadTranscript({ t, controller }: ViewContext): Promise<boolean> {
  let blob: Blob;
  try {
    blob = await controller.transcript();
  } catch {
    return false;
  }
  const address = URL.createObjectURL(blob);
  const day = new Date().toISOString().slice(0, 10);
  const link = h('a', '', { attributes: { href: address, download: `${t('widget.download_name')}-${day}.txt` } });
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
  return true;
}
