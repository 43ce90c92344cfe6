declare module 'virtual:catalogues?*' {
  const catalogues: Readonly<Record<import('./i18n/catalogue').Language, import('./i18n/catalogue').Catalogue>>;
  export default catalogues;
}
