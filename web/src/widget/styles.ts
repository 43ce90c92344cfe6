import css from './widget.css?inline';

/** Styles a shadow root without a style element, so that a strict content security policy has nothing to refuse. */
export function applyStyles(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}
