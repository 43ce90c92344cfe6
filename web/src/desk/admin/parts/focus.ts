/** Puts the focus on the title of the section, when what had it goes away. */
export function focusTitle(): void {
  document.getElementById('admin-title')?.focus();
}
