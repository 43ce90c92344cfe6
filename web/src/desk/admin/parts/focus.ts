/** Puts the focus on the title of the section, when what had it goes away. */
export function focusTitle(): void {
  document.getElementById('admin-title')?.focus();
}

/** Puts the focus on the first field of a form that is to be mended, once the form shows it. */
export function focusFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}
