type Child = Node | string | undefined | false;

interface Extras {
  /** Attributes; `true` sets an empty one, `false` and undefined leave it out. */
  attributes?: Record<string, string | boolean | undefined>;
  on?: { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
}

/** Makes an element with a class, attributes, listeners and children. Strings become text, never markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  extras: Extras = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  for (const [name, value] of Object.entries(extras.attributes ?? {})) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  for (const [name, listener] of Object.entries(extras.on ?? {})) {
    element.addEventListener(name, listener as EventListener);
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** Replaces text only when it differs, so that nothing is announced or selected away without need. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides an element from everybody. */
export function setShown(element: HTMLElement, shown: boolean): void {
  element.hidden = !shown;
}

/** Whether the focus is inside an element, which may be in a shadow tree. */
export function hasFocus(element: HTMLElement): boolean {
  const root = element.getRootNode();
  return (root instanceof ShadowRoot || root instanceof Document) && element.contains(root.activeElement);
}

/** Puts the focus on something that is not a control, such as a heading. */
export function focusOn(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex') && !element.matches('a[href],button,input,select,textarea,summary')) {
    element.setAttribute('tabindex', '-1');
  }
  element.focus({ preventScroll: false });
}
